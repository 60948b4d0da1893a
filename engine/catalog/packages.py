"""How the fields of packages come from tables: all are facts of the version that shows them."""

from engine.catalog.declare import Asking, Items, Many, One, Row, Type, Value
from engine.catalog.leaves import broken_if_null, item, mark, nullable, number, text, text_json
from engine.catalog.lists import by
from engine.sql import Fragment, Json, name, sql

DOWNLOAD = "p"
MIB = 1024 * 1024
TEXT_BYTES = 256 * 1024
MOST_FILES = 10_000

PACKAGE = One("ChartPackage", by("package_digest", "digest"), is_nullable=False)
CHART_BYTES = 4 * MIB  # four times what there can be, so that they are weighed before the reference refuses them
CHART = One(
    "ChartMetadata",
    by("package_digest", "digest"),
    is_nullable=False,
    most=CHART_BYTES,
    weigh=lambda row: sql("octet_length({chart}::text)", chart=row["chart"]),
)
FILES = Many("ChartFile", by("package_digest", "package_digest"), ("path",), MOST_FILES)


def _text_at(column: str, *, is_nullable: bool) -> Value:
    """A text of the version's package, by the column of its digest."""

    def found(row: Row, expression: Fragment) -> Fragment:
        return sql(
            "(SELECT {expression} FROM package k JOIN text_blob b ON b.digest = {digest} WHERE k.digest = {own})",
            expression=expression,
            digest=sql("k.{column}", column=name(column)),
            own=row["package_digest"],
        )

    def write(row: Row, _: Asking) -> Json:
        json = found(row, text_json(sql("b.text")))
        return (nullable(json) if is_nullable else broken_if_null(sql("{json}::text", json=json)),)

    def weigh(row: Row) -> Fragment:
        return sql("coalesce({size}, 0)", size=found(row, sql("octet_length(b.text)")))

    return Value(write, MIB, weigh)


def _schema(row: Row, _: Asking) -> Json:
    found = sql("(SELECT k.values_schema::text FROM package k WHERE k.digest = {own})", own=row["package_digest"])
    return (nullable(found),)


def _weigh_schema(row: Row) -> Fragment:
    return sql(
        "coalesce((SELECT octet_length(k.values_schema::text) FROM package k WHERE k.digest = {own}), 0)",
        own=row["package_digest"],
    )


README = _text_at("readme_digest", is_nullable=True)
VALUES = _text_at("values_digest", is_nullable=False)
VALUES_SCHEMA = Value(_schema, MIB, _weigh_schema)


def _file_text(row: Row, _: Asking) -> Json:
    found = sql("(SELECT to_json(b.text) FROM text_blob b WHERE b.digest = {digest})", digest=row["text_digest"])
    return (nullable(found),)


def _weigh_file(row: Row) -> Fragment:
    return sql("CASE WHEN {digest} IS NULL THEN 0 ELSE {size} END", digest=row["text_digest"], size=row["size"])


def _file_name(row: Row, _: Asking) -> Json:
    """As `helm package` names it."""
    named = sql("{name} || '-' || {version} || '.tgz'", name=row["chart_name"], version=row["chart_version"])
    return (text_json(named),)


def _download_url(row: Row, _: Asking) -> Json:
    version = row.above
    return mark(DOWNLOAD, version["id"], "|", version["state"], "|", row["digest"])


def _metadata(key: str, default: str = "null", most: int = 4096) -> Value:
    return item(key, default, most, "chart")


TYPES = {
    "ChartPackage": Type(
        table="package",
        is_fact=True,
        fields={
            "fileName": Value(_file_name, 1000),
            "size": number("size"),
            "digest": text("digest"),
            "downloadUrl": Value(_download_url, 512),
        },
    ),
    "ChartFile": Type(
        table="package_file",
        is_fact=True,
        fields={
            "path": text("path", 400),
            "size": number("size"),
            "text": Value(_file_text, TEXT_BYTES, _weigh_file),
        },
    ),
    "ChartMetadata": Type(
        table="package",
        is_fact=True,
        fields={
            "apiVersion": _metadata("apiVersion", '"v1"'),
            "name": _metadata("name", '""'),
            "version": _metadata("version", '""'),
            "appVersion": _metadata("appVersion"),
            "kubeVersion": _metadata("kubeVersion"),
            "type": _metadata("type", '"application"'),
            "description": _metadata("description", most=MIB),
            "home": _metadata("home"),
            "sources": _metadata("sources", "[]", MIB),
            "keywords": _metadata("keywords", "[]", MIB),
            "maintainers": Items("Maintainer", lambda row: sql("{chart} -> 'maintainers'", chart=row["chart"])),
            "icon": _metadata("icon", most=MIB),
            "deprecated": _metadata("deprecated", "false"),
            "annotations": _metadata("annotations", "{}", MIB),
            "dependencies": Items("ChartDependency", lambda row: sql("{chart} -> 'dependencies'", chart=row["chart"])),
        },
    ),
    "Maintainer": Type({"name": item("name", '""'), "email": item("email", "null"), "url": item("url", "null")}),
    "ChartDependency": Type(
        {
            "name": item("name", '""'),
            "version": item("version", '""'),
            "repository": item("repository", "null"),
            "condition": item("condition", "null"),
            "tags": item("tags", "[]"),
            "alias": item("alias", "null"),
        }
    ),
}
