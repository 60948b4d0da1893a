"""What the store has of charts: products with their releases, and for each release a package with its texts and files.

Packages are shared: the workspaces that offer a product have the same bytes, as when all mirror one upstream. Nothing
lies in the bucket; the benchmark follows no link.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from benchmarks.data.names import product
from domain.chart import ChartMetadata, Maintainer
from domain.semver import sort_key
from storage.writes.packages import chart_document

PACKAGE_TYPE = "application/gzip"


@dataclass(frozen=True, slots=True)
class Chart:
    """A product as every workspace that offers it starts from."""

    number: int
    name: str
    title: str
    summary: str
    category: str
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A text file of a package."""

    path: str
    text: str

    @property
    def digest(self) -> str:
        """By which the text is kept."""
        return digest_of(self.text)


@dataclass(frozen=True, slots=True)
class Package:
    """One release's package, with what the store keeps of it."""

    chart: Chart
    version: str
    app_version: str

    @property
    def digest(self) -> str:
        """As if these were its bytes."""
        return digest_of(f"{self.chart.name}-{self.version}.tgz")

    @property
    def size(self) -> int:
        """Of the packed bytes."""
        return 4000 + int(self.digest[-3:], 16)

    @property
    def metadata(self) -> dict[str, object]:
        """As Chart.yaml says it, in the contract's words."""
        name = self.chart.name
        return chart_document(
            ChartMetadata(
                api_version="v2",
                name=name,
                version=self.version,
                app_version=self.app_version,
                kube_version=">=1.25.0",
                type="application",
                description=self.chart.summary,
                home=f"https://{name}.example",
                sources=(f"https://git.example/{name}/{name}",),
                keywords=(name, self.chart.category),
                maintainers=(Maintainer("Chart Team", "charts@example.com", None),),
                icon=None,
                deprecated=False,
                annotations={"category": self.chart.category},
                dependencies=(),
            )
        )

    def files(self) -> tuple[File, ...]:
        """In order of their paths. Most texts are those of every release, as in life."""
        chart = self.chart
        return (
            File("Chart.yaml", "\n".join(f"{key}: {json.dumps(value)}" for key, value in self.metadata.items()) + "\n"),
            File("README.md", readme_of(chart)),
            File("templates/NOTES.txt", f"{chart.title} is starting: kubectl get pods --selector app={chart.name}\n"),
            File("templates/deployment.yaml", _manifest("apps/v1", "Deployment", 30)),
            File("templates/ingress.yaml", _manifest("networking.k8s.io/v1", "Ingress", 12)),
            File("templates/service.yaml", _manifest("v1", "Service", 8)),
            File("values.yaml", values_of(chart)),
        )


def charts(count: int, releases: int) -> list[Chart]:
    """So many products with so many releases each, in rising order of precedence."""
    return [Chart(number, *product(number), history(number, releases)) for number in range(count)]


def packages_of(chart: Chart) -> Iterator[Package]:
    """One for each release, oldest first."""
    for version in chart.releases:
        yield Package(chart, version, version.split("-")[0])


def history(seed: int, length: int) -> tuple[str, ...]:
    """Versions as projects count them: mostly patches, some minors, a major now and then, release candidates before."""
    chance = Random(seed)  # noqa: S311 - dice
    major, minor, patch = chance.randint(0, 4), chance.randint(0, 9), 0
    found: list[str] = []
    while len(found) < length:
        step = chance.random()
        if step < 0.1:
            major, minor, patch = major + 1, 0, 0
            found.append(f"{major}.0.0-rc.1")
        elif step < 0.5:
            minor, patch = minor + 1, 0
        else:
            patch += 1
        found.append(f"{major}.{minor}.{patch}")
    assert sorted(found, key=sort_key) == found  # noqa: S101 - the loader counts on it
    return tuple(found[:length])


def readme_of(chart: Chart) -> str:
    """Some four kilobytes."""
    rows = "".join(
        f"| `{name}.{key}` | What `{key}` is for {name} of {chart.title} | `{value}` |\n"
        for name in ("image", "service", "ingress", "resources", "persistence", "metrics", "auth")
        for key, value in (("enabled", "true"), ("name", f'"{chart.name}"'), ("size", "8Gi"), ("class", '""'))
    )
    return (
        f"# {chart.title}\n\n{chart.summary}\n\n## Install\n\n```sh\nhelm install my-{chart.name} {chart.name}\n```\n\n"
        f"## Values\n\n| key | meaning | default |\n|---|---|---|\n{rows}\n## Upgrade\n\nRead the update log first.\n"
    )


def values_of(chart: Chart) -> str:
    """Some two kilobytes."""
    part = "  enabled: true\n  name: {0}-{1}\n  resources:\n    requests:\n      cpu: 100m\n      memory: 128Mi\n"
    parts = ("server", "worker", "proxy", "metrics", "backup", "console", "migration", "cache", "gateway", "tests")
    return "".join(f"# {name} of {chart.title}\n{name}:\n{part.format(chart.name, name)}" for name in parts)


def digest_of(text: str) -> str:
    """sha256 in the form that the store keeps."""
    return "sha256:" + sha256(text.encode()).hexdigest()


def _manifest(version: str, kind: str, lines: int) -> str:
    head = f"apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: {{{{ .Release.Name }}}}\nspec:\n"
    return head + "".join(f"  field{n}: {{{{ .Values.server.field{n} | quote }}}}\n" for n in range(lines))
