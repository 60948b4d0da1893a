"""Reviews and their phases."""

from datetime import datetime

import resolvers.publishers
import resolvers.reviews
import resolvers.users
import resolvers.versions
from domain.lifecycle import ReviewPhaseName, ReviewPhaseState, ReviewState
from schema.bind import column, field, object_type
from schema.types import refs
from schema.types.node import Node, node_type
from schema.types.users import User
from schema.types.workspaces import Publisher
from storage.tables import Review as Row


@object_type("One step of a review.")
class ReviewPhase:
    """A review phase row."""

    name = column(ReviewPhaseName)
    state = column(ReviewPhaseState)
    reviewer = field(User | None, resolvers.users.reviewer)
    started_at = column(datetime | None)
    decided_at = column(datetime | None)
    message = column(str | None)


@node_type(Row, "One submission of a version. A new submission is a new review.")
class Review(Node):
    """A review row."""

    version = field(refs.AppVersion, resolvers.versions.of_review)
    template_name = column(str, "Snapshots, which later renames do not change.")
    version_name = column(str)
    publisher = field(Publisher, resolvers.publishers.of_review)
    state = column(ReviewState)
    submitted_by = field(User | None, resolvers.users.submitter)
    submitted_at = column(datetime)
    decided_at = column(datetime | None)
    phases = field(
        list[ReviewPhase],
        resolvers.reviews.phases,
        "In the order in which they must pass. The platform sets which phases there are; TECHNICAL alone by default.",
    )
