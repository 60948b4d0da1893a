"""Members of workspaces: the list of each."""

from policies.scope import Scope
from storage.queries.base import table_of
from storage.queries.orders import Keys, Order, arrange, time_key
from storage.queries.pages import Listing
from storage.tables import Membership

_BY: Keys = {"CREATED_AT": (time_key(table_of(Membership), "created_at"),)}


def list_members_of_workspace(scope: Scope, _wanted: None) -> Listing:
    """Memberships of each workspace, oldest first."""
    return arrange(scope, "Workspace.members", _BY, Order("CREATED_AT"), parent="workspace_id")
