"""Why a user may or may not do a thing."""

from typing import Any

from policies.explain import Explanation
from policies.vocabulary import Permission
from services.call import Call
from services.explain import explain


async def explain_access(
    call: Call,
    _root: Any,
    username: str,
    permission: Permission,
    workspace: str | None = None,
    node: str | None = None,
) -> Explanation:
    """The decision and the rules that made it. Forbidden unless it is the viewer or the viewer holds USERS_READ."""
    return await explain(call, username, permission, workspace, node)
