"""The inputs that order a connection; each converts itself to a plain Order."""

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


def _plain(field: str, direction: OrderDirection) -> Order:
    return Order(str(field), direction is OrderDirection.DESC)


@strawberry.input
class WorkspaceOrder:
    """The order of workspaces."""

    field: WorkspaceOrderField
    direction: OrderDirection = OrderDirection.ASC

    def plain(self) -> Order:
        """What the resolvers take."""
        return _plain(self.field, self.direction)


@strawberry.input
class TemplateOrder:
    """The order of templates."""

    field: TemplateOrderField
    direction: OrderDirection = OrderDirection.ASC

    def plain(self) -> Order:
        """What the resolvers take."""
        return _plain(self.field, self.direction)


@strawberry.input
class VersionOrder:
    """The order of versions."""

    field: VersionOrderField
    direction: OrderDirection = OrderDirection.DESC

    def plain(self) -> Order:
        """What the resolvers take."""
        return _plain(self.field, self.direction)


@strawberry.input
class StoreAppOrder:
    """The order of the store."""

    field: StoreAppOrderField
    direction: OrderDirection = OrderDirection.DESC

    def plain(self) -> Order:
        """What the resolvers take."""
        return _plain(self.field, self.direction)


@strawberry.input
class ReviewOrder:
    """The order of reviews."""

    field: ReviewOrderField
    direction: OrderDirection = OrderDirection.ASC

    def plain(self) -> Order:
        """What the resolvers take."""
        return _plain(self.field, self.direction)
