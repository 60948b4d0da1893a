"""Changes that are told of live."""

from datetime import datetime

import resolvers.changes
from domain.lifecycle import VersionAction, VersionState
from schema.bind import column, field, object_type
from schema.types.versions import AppVersion


@object_type("What was done to a version.")
class VersionStateChange:
    """A change; its version is read when it is told of."""

    version = field(AppVersion, resolvers.changes.version, "As the viewer sees it now, perhaps changed again since.")
    from_state = column(VersionState | None, "Null for a version that is new.")
    to_state = column(VersionState)
    action = column(VersionAction | None, "Null for a version that is new.")
    actor = column(str, "Who did it, by username.")
    at = column(datetime)
    message = column(str | None)
