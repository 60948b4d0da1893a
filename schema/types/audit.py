"""Events of the audit log."""

from datetime import datetime

import strawberry

import resolvers.workspaces
from schema.bind import column, field
from schema.types import refs
from schema.types.node import Node, node_type
from storage.tables import AuditEvent as Row


@node_type(Row, "Something that was done.")
class AuditEvent(Node):
    """An audit event row."""

    at = column(datetime)
    actor = column(str, "Username, kept as it was then; `system` for the server's own acts.")
    action = column(str, "For example version.submit.")
    subject = column(strawberry.ID)
    subject_name = column(str, "A readable snapshot of the subject, for example emqx 4.0.2.")
    workspace = field(refs.Workspace | None, resolvers.workspaces.of_thing)
    from_state = column(str | None)
    to_state = column(str | None)
    message = column(str | None)
