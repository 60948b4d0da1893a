"""Users: the list."""

from dataclasses import dataclass

from policies.scope import Scope
from storage.queries.base import table_of
from storage.queries.orders import Keys, Order, arrange, text_key
from storage.queries.pages import Listing
from storage.queries.search import search_in
from storage.tables import User

_TABLE = table_of(User)
_BY: Keys = {"USERNAME": (text_key(_TABLE, "username"),)}


@dataclass(frozen=True, slots=True)
class WantedUsers:
    """What a list of users is asked for."""

    words: str | None = None


def list_users(scope: Scope, wanted: WantedUsers) -> Listing:
    """Users by name unless searched."""
    search = search_in(wanted.words, _TABLE.c.username, _TABLE.c.display_name)
    return arrange(scope, "users", _BY, Order("USERNAME"), search=search)
