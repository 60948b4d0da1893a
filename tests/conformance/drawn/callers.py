"""Callers at random: a user of a store with any mix of rights, as roles or a narrowed token give them, or nobody."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from hypothesis import strategies as st

from policies.principal import Principal, anonymous
from policies.vocabulary import Permission
from services.principals import builtin_permissions
from tests.conformance.drawn.store import Store

EVERYTHING = frozenset(Permission)
held = st.sampled_from([EVERYTHING, *builtin_permissions().values()]) | st.frozensets(
    st.sampled_from(Permission), min_size=1
)


def admin_of(store: Store, revision: int) -> Principal:
    """Somebody who sees everything."""
    user = store.all("app_user")[0]
    return Principal(user["id"], user["username"], EVERYTHING, revision=revision)


@st.composite
def callers(draw: st.DrawFn, store: Store, revision: int) -> Principal:
    """Whoever asks, known as of this revision of the policy."""
    is_public = draw(st.booleans())
    if draw(st.integers(0, 6)) == 6:
        return anonymous(is_public)
    user = draw(st.sampled_from(store.all("app_user")))
    platform = draw(st.just(EVERYTHING) | st.just(frozenset()) | held)
    places = draw(st.lists(st.sampled_from([row["id"] for row in store.all("workspace")]), unique=True))
    workspaces: Mapping[UUID, frozenset[Permission]] = MappingProxyType({place: draw(held) for place in places})
    return Principal(user["id"], user["username"], platform, workspaces, store_public=is_public, revision=revision)


@st.composite
def outsiders(draw: st.DrawFn, store: Store, revision: int) -> Principal:
    """Whoever asks and holds nothing on the platform but what concerns the store."""
    who = draw(callers(store, revision))
    return replace(who, platform=who.platform & {Permission.STORE_READ, Permission.CATEGORIES_MANAGE})
