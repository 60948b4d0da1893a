"""The entry points of following the store live. `schema.live` tells of the changes."""

from strawberry import ID

import resolvers.changes
from policies.rights import SEES_TEMPLATES
from schema.bind import field, object_type
from schema.types.changes import VersionStateChange


@object_type()
class Subscription:
    """Over WebSocket (graphql-transport-ws) or as text/event-stream (graphql-sse); see docs/live.md."""

    version_state_changed = field(
        VersionStateChange,
        resolvers.changes.of_version_state,
        "Each change of a version's state that the viewer may see, once, in order, from now on.",
        needs=SEES_TEMPLATES,
        template=ID | None,
    )
