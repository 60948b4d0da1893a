"""The inputs that order a connection; each converts itself to a plain Order."""

from enum import StrEnum

import strawberry

from schema.enums import (
    OrderDirection,
    ReviewOrderField,
    StoreAppOrderField,
    TemplateOrderField,
    VersionOrderField,
    WorkspaceOrderField,
)
from storage.queries.orders import Order


class _Order:
    field: StrEnum
    direction: OrderDirection

    def plain(self) -> Order:
        """What the resolvers take."""
        return Order(str(self.field), self.direction is OrderDirection.DESC)


@strawberry.input
class WorkspaceOrder(_Order):
    """The order of workspaces."""

    field: WorkspaceOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.input
class TemplateOrder(_Order):
    """The order of templates."""

    field: TemplateOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.input
class VersionOrder(_Order):
    """The order of versions."""

    field: VersionOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input
class StoreAppOrder(_Order):
    """The order of the store."""

    field: StoreAppOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input
class ReviewOrder(_Order):
    """The order of reviews."""

    field: ReviewOrderField
    direction: OrderDirection = OrderDirection.ASC
