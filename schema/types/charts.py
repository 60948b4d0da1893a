"""Charts and packages: metadata as Chart.yaml has it, the bytes and the files."""

import resolvers.packages
from schema.bind import column, field, item, object_type
from schema.scalars import JSON


@object_type("Who maintains it, as the chart says.")
class Maintainer:
    """An object of a list in JSON."""

    name = item(str, "name", default="")
    email = item(str | None, "email")
    url = item(str | None, "url")


@object_type("What a chart depends on.")
class ChartDependency:
    """An object of a list in JSON."""

    name = item(str, "name", default="")
    version = item(str, "version", default="")
    repository = item(str | None, "repository")
    condition = item(str | None, "condition")
    tags = item(list[str], "tags", default=())
    alias = item(str | None, "alias")


@object_type("What Chart.yaml says.")
class ChartMetadata:
    """The document that a package is kept with; its keys are these fields."""

    api_version = item(str, "apiVersion", default="v1")
    name = item(str, "name", default="")
    version = item(str, "version", default="")
    app_version = item(str | None, "appVersion")
    kube_version = item(str | None, "kubeVersion")
    type = item(str, "type", default="application")
    description = item(str | None, "description")
    home = item(str | None, "home")
    sources = item(list[str], "sources", default=())
    keywords = item(list[str], "keywords", default=())
    maintainers = item(list[Maintainer], "maintainers", default=())
    icon = item(str | None, "icon")
    deprecated = item(bool, "deprecated", default=False)
    annotations = item(JSON, "annotations", default={})
    dependencies = item(list[ChartDependency], "dependencies", default=())


@object_type("The chart's bytes.")
class ChartPackage:
    """See resolvers.packages.VersionPackage."""

    file_name = column(str)
    size = column(int)
    digest = column(str, "sha256:<hex> of the bytes.")
    download_url = field(
        str, resolvers.packages.download_url, "A time-limited link to the bytes that needs no further credentials."
    )


@object_type("A file of a package.")
class ChartFile:
    """A package file row."""

    path = column(str)
    size = column(int)
    text = field(str | None, resolvers.packages.text, "Null when the file is not UTF-8 text or is larger than 256 KiB.")
