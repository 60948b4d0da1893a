"""Puts the schema together."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from engine.execute import Engine
from schema import enums  # noqa: F401 - registers the enums of the layers below
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription
from schema.types.members import Membership
from schema.types.repositories import HelmRepository
from schema.types.versions import AppVersion
from schema.types.viewer import ApiToken
from services.call import Links
from storage.statements import Statements


class StoreSchema(strawberry.Schema):
    """Strawberry's schema, silent about errors: `schema.errors` decides which of them are worth a log line."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing."""


def build_schema() -> strawberry.Schema:
    """The schema. Executes with a `services.call.Call` as its context."""
    return StoreSchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=(ApiToken, AppVersion, HelmRepository, Membership),
        config=StrawberryConfig(scalar_map=SCALARS),
    )


def build_engine(schema: strawberry.Schema, statements: Statements, links: Links) -> Engine:
    """The compiled reads of the schema."""
    return Engine(schema._schema, statements, links)
