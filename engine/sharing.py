"""Which answers are the same for everybody who may have them, and change only with what the store shows.

Such an answer may be kept: it holds until the store's revision moves on, which it does in the transaction that changes
any of it (storage/migrations, 0002). Everything else is read each time.
"""

from engine.parameters import CursorKey, Expiry, Moment, Revision, Text
from engine.plan import Field, Part, Plan, TypeName
from engine.sql import Query

ROOTS = frozenset({"Query.storeApps", "Query.storeApp", "Query.categories"})
TYPES = frozenset(
    {
        "Category",
        "ChartDependency",
        "ChartFile",
        "ChartMetadata",
        "ChartPackage",
        "Image",
        "Maintainer",
        "Publisher",
        "StoreApp",
    }
)
VERSION = frozenset(
    "AppVersion." + name
    for name in (
        *("id", "storeApp", "version", "appVersion", "description", "state", "stateMessage", "stateChangedAt"),
        *(
            "package",
            "signed",
            "provenance",
            "chart",
            "readme",
            "values",
            "valuesSchema",
            "files",
            "file",
            "createdAt",
            "updatedAt",
            "revision",
        ),
    )
)
PROVENANCE = frozenset("Provenance." + name for name in ("text", "message", "createdAt"))
OF_THE_STORE = ROOTS | VERSION | PROVENANCE
COUNTED = frozenset({"StoreApp.downloads"})
"""What changes without raising the revision; a version's are not among what is shared either."""
EVERYBODYS = (Text, Moment, CursorKey)
GUARDS = (Revision, Expiry)


def is_shared(plan: Plan, query: Query) -> bool:
    """Whether the plan shows no more than what the store shows, and nothing but its guards is bound to the caller."""
    roots = all(isinstance(one.declared, TypeName) or one.name in ROOTS for one in plan.fields)
    return roots and all(map(_is_everybodys, plan.fields)) and all(map(_is_free, query.parameters))


def _is_free(parameter: object) -> bool:
    return isinstance(parameter, (*EVERYBODYS, *GUARDS))


def _is_everybodys(field: Field) -> bool:
    return _is_of_the_store(field) and all(map(_is_everybodys, field.fields))


def _is_of_the_store(field: Field) -> bool:
    if field.name in COUNTED or _is_ordered_by_count(field):
        return False
    if isinstance(field.declared, TypeName | Part) or field.name in OF_THE_STORE:
        return True
    return field.name.partition(".")[0] in TYPES


def _is_ordered_by_count(field: Field) -> bool:
    order = field.arguments.get("orderBy")
    return order is not None and str(order["field"]) == "DOWNLOADS"
