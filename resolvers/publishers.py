"""The public face of a workspace: part of what it publishes, also for those who may not see the workspace."""

from dataclasses import dataclass
from typing import Any

from resolvers.loading import fact
from services.call import Call
from storage.queries.workspaces import public_faces
from storage.tables import Review


@dataclass(frozen=True, slots=True)
class Publisher:
    """Name and display name."""

    name: str
    display_name: str


async def of_thing(call: Call, root: Any) -> Publisher:
    """The present face of the workspace that a template or store app is of."""
    return Publisher(*await fact(call, public_faces, root.workspace_id))


def of_review(_call: Call, root: Review) -> Publisher:
    """The face that the workspace had at submission."""
    return Publisher(root.publisher_name, root.publisher_display_name)
