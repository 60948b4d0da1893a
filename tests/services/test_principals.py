"""Who a credential is, now: fresh at every request, whatever is kept, and denied whenever anything is amiss."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from domain.commands.people import AddMember, CreateRole, UpdateMember, UpdateRole, UpdateUser
from domain.errors import Forbidden, Unauthenticated, Unavailable
from policies.predicate import NOTHING, Is, Thing
from policies.principal import Principal
from policies.scope import scope_of
from policies.vocabulary import PLATFORM_ADMIN, Permission
from services import members, principals, roles, users, workspaces
from services.bootstrap import builtin_role_id
from services.call import Rules
from services.principals import Principals, builtin_permissions, common
from storage.database import Database, Reader
from storage.tables import ApiToken, Membership, Role, Session, User
from tests.calls import principal_by_id, principals_of
from tests.fixtures.services import with_database
from tests.personas import Cast

pytestmark = pytest.mark.anyio
P = Permission


async def ask(database: Database, known: Principals, user_id: UUID) -> tuple[Principal, int]:
    """The principal and how many statements it took."""
    reader: Reader = database.reader()
    try:
        return await known.of_user(reader, user_id), reader.statements
    finally:
        await reader.close()


async def test_principal_holds_what_its_roles_allow_place_by_place(cast: Cast) -> None:
    await cast.user("isv")
    acme, other = await cast.workspace("acme", "isv"), await cast.workspace("other")
    await cast.role("tester", {P.TEMPLATES_READ, P.REVIEWS_READ}, "other")
    await cast.member("other", "isv", "tester")

    isv = await principal_by_id(cast.database, cast.users["isv"])

    assert isv.platform == {P.STORE_READ}
    assert dict(isv.workspaces) == {
        acme: builtin_permissions()["workspace-admin"],
        other: {P.TEMPLATES_READ, P.REVIEWS_READ},
    }


async def test_second_request_takes_one_statement_until_rights_change(cast: Cast) -> None:
    await cast.user("isv")
    known = principals_of(cast.database)

    first, cold = await ask(cast.database, known, cast.users["isv"])
    second, warm = await ask(cast.database, known, cast.users["isv"])
    await users.update_user(await cast.call("admin"), UpdateUser(cast.user_gid("isv"), platform_role="app-reviewer"))
    third, changed = await ask(cast.database, known, cast.users["isv"])

    assert (cold, warm, changed) == (2, 1, 2)
    assert first is second
    assert third.platform == builtin_permissions()["app-reviewer"]


async def test_each_change_of_rights_holds_from_the_next_request_in_every_process(cast: Cast) -> None:
    await cast.user("isv")
    acme = await cast.workspace("acme")
    here, elsewhere = principals_of(cast.database), principals_of(cast.database)
    admin = await cast.call("admin")

    async def held() -> frozenset[Permission]:
        answers = [(await ask(cast.database, known, cast.users["isv"]))[0] for known in (here, elsewhere)]
        assert answers[0] == answers[1]
        return answers[0].workspaces.get(acme, frozenset())

    assert await held() == frozenset()
    role = await roles.create_role(admin, CreateRole("own", ("TEMPLATES_READ",), workspace="acme"))
    cast.roles["own"] = role
    member = await members.add_member(admin, AddMember(cast.workspace_gid("acme"), "isv", "own"))
    cast.members["acme", "isv"] = member
    assert await held() == {P.TEMPLATES_READ}
    await roles.update_role(admin, UpdateRole(cast.role_gid("own"), permissions=("AUDIT_READ",)))
    assert await held() == {P.AUDIT_READ}
    await members.update_member(admin, UpdateMember(cast.member_gid("acme", "isv"), "workspace-viewer"))
    assert await held() == builtin_permissions()["workspace-viewer"]
    await members.remove_member(admin, cast.member_gid("acme", "isv"))
    assert await held() == frozenset()


async def test_disabled_or_unknown_user_is_nobody(cast: Cast) -> None:
    isv = await cast.user("isv")
    known = principals_of(cast.database)
    await ask(cast.database, known, isv)
    await users.update_user(await cast.call("admin"), UpdateUser(cast.user_gid("isv"), disabled=True))

    with pytest.raises(Unauthenticated):
        await ask(cast.database, known, isv)
    with pytest.raises(Unauthenticated):
        await ask(cast.database, known, builtin_role_id("no user"))


async def test_expired_session_ends_though_its_principal_is_kept(cast: Cast) -> None:
    known = principals_of(cast.database)
    opened = (await cast.sign_in("admin")).principal
    assert opened.session_id is not None and opened.user_id is not None
    reader = cast.database.reader()
    assert await known.of_session(reader, opened.session_id, opened.user_id) == opened
    await reader.close()
    async with cast.database.write() as tx:
        await tx.execute(update(Session).values(expires_at=col(Session.created_at)))

    with pytest.raises(Unauthenticated):
        await known.of_session(reader, opened.session_id, opened.user_id)
    await reader.close()


async def test_what_is_kept_is_bounded_and_can_be_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(principals, "CACHED_USERS", 2)
    ids = [await cast.user(f"user-{number}") for number in range(3)]
    known = principals_of(cast.database)

    for user_id in ids:
        await ask(cast.database, known, user_id)

    assert [(await ask(cast.database, known, user_id))[1] for user_id in reversed(ids)] == [1, 1, 2]
    known.forget()
    assert (await ask(cast.database, known, ids[0]))[1] == 2


async def test_word_that_is_no_permission_grants_nothing(cast: Cast) -> None:
    await cast.user("isv")
    role = await cast.role("odd", {P.STORE_READ})
    async with cast.database.write() as tx:
        words = ["STORE_READ", "EVERYTHING", "*", "r:platform-admin", ""]
        await tx.execute(update(Role).where(col(Role.id) == role).values(permissions=words))
        await tx.execute(update(User).where(col(User.username) == "isv").values(platform_role_id=role))

    isv = await principal_by_id(cast.database, cast.users["isv"])

    assert isv.platform == {P.STORE_READ}


async def test_role_in_a_place_where_it_has_no_meaning_grants_nothing(cast: Cast) -> None:
    await cast.user("isv")
    acme, other = await cast.workspace("acme"), await cast.workspace("other")
    foreign = await cast.role("foreign", {P.TEMPLATES_READ}, "other")
    for workspace, role in ((acme, foreign), (other, builtin_role_id(PLATFORM_ADMIN))):
        async with cast.database.write() as tx:
            row = {"id": role, "workspace_id": workspace, "user_id": cast.users["isv"], "role_id": role}
            await tx.execute(insert(Membership).values(row))

    isv = await principal_by_id(cast.database, cast.users["isv"])

    assert not any(isv.workspaces.values())


async def test_closed_store_is_read_with_the_permission_only(cast: Cast) -> None:
    closed = Rules(store_public=False)

    nobody = principals_of(cast.database, closed).anonymous()
    admin = await principal_by_id(cast.database, cast.users["admin"], closed)
    assert scope_of(nobody, Thing.STORE_APP).predicate == NOTHING
    assert scope_of(admin, Thing.STORE_APP).predicate == Is("listed", True)


async def test_token_use_is_noted_once_a_minute_by_a_job(cast: Cast) -> None:
    token = await cast.token("admin")
    known = principals_of(cast.database)

    async def use_and_flush() -> object:
        reader = cast.database.reader()
        await known.of_token(reader, token.secret)
        await reader.close()
        await known.flush_token_uses(cast.database)
        async with cast.database.write() as tx:
            return (await tx.get_one(ApiToken, token.id)).last_used_at

    before = await cast.revision()
    first = await use_and_flush()
    assert first is not None
    assert await use_and_flush() == first
    async with cast.database.write() as tx:
        await tx.execute(update(ApiToken).values(last_used_at=first - principals.NOTE_USES_EVERY * 2))  # type: ignore[operator]
    assert await use_and_flush() > first  # type: ignore[operator]
    assert await cast.revision() == before


async def test_uses_survive_a_database_that_does_not_answer(cast: Cast, database_url: str) -> None:
    token = await cast.token("admin")
    known = principals_of(cast.database)
    reader = cast.database.reader()
    await known.of_token(reader, token.secret)
    await reader.close()
    nowhere = Database(with_database(database_url, "no_such_database"))

    with pytest.raises(Unavailable):
        await known.flush_token_uses(nowhere)

    await known.flush_token_uses(cast.database)
    async with cast.database.write() as tx:
        assert (await tx.get_one(ApiToken, token.id)).last_used_at is not None


async def test_use_of_a_token_that_was_revoked_meanwhile_is_dropped(cast: Cast) -> None:
    token = await cast.token("admin")
    known = principals_of(cast.database)
    reader = cast.database.reader()
    await known.of_token(reader, token.secret)
    await reader.close()
    async with cast.database.write() as tx:
        await tx.execute(delete(ApiToken))

    await known.flush_token_uses(cast.database)


async def test_rights_lost_while_a_request_is_under_way_are_lost_for_it_too(cast: Cast) -> None:
    await cast.user("other", PLATFORM_ADMIN)
    under_way = await cast.call("other")
    await users.update_user(
        await cast.call("admin"), UpdateUser(cast.user_gid("other"), platform_role="platform-regular")
    )

    with pytest.raises(Forbidden):
        await roles.create_role(under_way, CreateRole("late", ()))


async def test_session_that_ended_while_a_request_is_under_way_changes_nothing(cast: Cast) -> None:
    under_way = await cast.session_call("admin")
    await cast.workspace("acme")
    async with cast.database.write() as tx:
        await tx.execute(delete(Session))

    with pytest.raises(Unauthenticated):
        await workspaces.delete_workspace(under_way, cast.workspace_gid("acme"))


def test_what_two_principals_have_in_common_is_never_more_than_either() -> None:
    here, there = builtin_role_id("here"), builtin_role_id("there")
    wide = Principal(here, "x", frozenset({P.MEMBERS_MANAGE, P.STORE_READ}), {here: frozenset({P.AUDIT_READ})})
    other = Principal(here, "x", frozenset({P.STORE_READ}), {there: frozenset({P.MEMBERS_MANAGE, P.AUDIT_READ})})

    both = common(replace(wide, via_token=True), other)

    assert both.via_token
    assert both.platform == {P.STORE_READ}
    assert both.holds_in(there) == {P.MEMBERS_MANAGE, P.STORE_READ}
    assert both.holds_in(here) == {P.STORE_READ}
    for place in (here, there):
        assert both.holds_in(place) <= wide.holds_in(place) & other.holds_in(place)
