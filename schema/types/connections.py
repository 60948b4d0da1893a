"""Connections, edges and page info: one generic declaration for every list."""

from typing import Generic, TypeVar

import strawberry

import resolvers.pages
from schema.bind import column, field, object_type

T = TypeVar("T")


@object_type("What lies beside a page.")
class PageInfo:
    """See resolvers.pages.PageInfo."""

    has_next_page = column(bool)
    has_previous_page = column(bool)
    start_cursor = column(str | None)
    end_cursor = column(str | None)


@strawberry.type
class Edge(Generic[T]):
    """See resolvers.pages.Edge."""

    cursor: str
    node: T


@strawberry.type
class Connection(Generic[T]):
    """See resolvers.pages.Connection."""

    edges: list[Edge[T]] = field(list[Edge[T]], resolvers.pages.edges)
    nodes: list[T] = field(list[T], resolvers.pages.nodes)
    page_info: PageInfo = field(PageInfo, resolvers.pages.page_info)
    total_count: int = field(
        int, resolvers.pages.total_count, "How many there are in all for this viewer, whatever the page."
    )
