"""The HTTP status of a GraphQL outcome, in two profiles (GraphQL over HTTP, Status Codes).

                     audit, for      audit, for           draft-2026, for
                     .../json        .../graphql-response both
executed             200             200                  200
with errors          200             200                  294
syntax               200             400                  400
other request error  200             400                  422
too much asked       429             429                  429
store does not answer 503            503                  503
"""

from graphql import GraphQLSyntaxError

from schema.errors import is_unavailable
from schema.execution import Outcome
from server.http.accept import GRAPHQL_RESPONSE
from server.settings import DRAFT


def status_of(outcome: Outcome, media_type: str, profile: str) -> int:
    """The status. Of a request error a modern client learns by it; an old one takes only 200 for an answer."""
    if outcome.charge is not None and outcome.charge.retry_after_s is not None:
        return 429
    if outcome.body is None and not any((outcome.data or {}).values()) and is_unavailable(outcome.errors):
        return 503
    if profile == DRAFT:
        return _draft(outcome)
    return 400 if outcome.is_request_error and media_type == GRAPHQL_RESPONSE else 200


def _draft(outcome: Outcome) -> int:
    if not outcome.is_request_error:
        return 294 if outcome.errors else 200
    return 400 if any(isinstance(error, GraphQLSyntaxError) for error in outcome.errors) else 422
