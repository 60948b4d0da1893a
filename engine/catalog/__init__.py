"""The one declaration of how each GraphQL field comes from a table. What is not here, the reference answers."""

from collections.abc import Mapping

from engine.catalog import (
    images,
    packages,
    people,
    provenance,
    repositories,
    reviews,
    root,
    store,
    templates,
    versions,
    workspaces,
)
from engine.catalog.declare import Type

TYPES: Mapping[str, Type] = {
    "Query": Type(root.FIELDS),
    **root.STATIC,
    **images.TYPES,
    **packages.TYPES,
    **people.TYPES,
    **provenance.TYPES,
    **repositories.TYPES,
    **reviews.TYPES,
    **store.TYPES,
    **templates.TYPES,
    **versions.TYPES,
    **workspaces.TYPES,
}
BY_KIND = {declared.kind: name for name, declared in TYPES.items() if declared.kind is not None}
"""The type of each kind of global id."""
