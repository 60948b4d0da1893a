"""The texts of a template's working copy: what comes from Chart.yaml, what people may write, and its limits."""

from collections.abc import Iterable
from typing import Any

from domain.chart import ChartMetadata, Maintainer
from domain.commands.templates import CreateTemplate, UpdateTemplate
from domain.errors import FaultCode
from services.texts import DISPLAY_NAME_LIMIT, Checks
from storage.writes.packages import maintainer_document

SUMMARY_LIMIT = 250
DESCRIPTION_LIMIT = 20_000
KEYWORD_LIMIT = 50
LIST_LIMIT = 50


def fields_of_new(checks: Checks, command: CreateTemplate, chart: ChartMetadata) -> dict[str, Any]:
    """The columns of a new template: what was given, else what Chart.yaml says, cut to what fits."""
    given = _given_texts(checks, command.display_name, command.summary, command.description, command.home)
    described = chart.description or ""
    return {
        "name": chart.name,
        "display_name": chart.name[:DISPLAY_NAME_LIMIT],
        "summary": " ".join(described.split())[:SUMMARY_LIMIT],
        "description": described[:DESCRIPTION_LIMIT],
        "home": _web_url_or_nothing(chart.home),
        "keywords": [word[:KEYWORD_LIMIT] for word in dict.fromkeys(chart.keywords)][:LIST_LIMIT],
        "sources": [source for source in chart.sources if _web_url_or_nothing(source)][:LIST_LIMIT],
        "maintainers": [maintainer_document(m) for m in chart.maintainers][:LIST_LIMIT],
        **given,
    }


def fields_of_update(checks: Checks, command: UpdateTemplate) -> dict[str, Any]:
    """The columns that an update changes; faults name the input's fields."""
    fields = _given_texts(checks, command.display_name, command.summary, command.description, command.home)
    if command.keywords is not None:
        words = [checks.text(word.strip(), KEYWORD_LIMIT, "keywords", lines=False) for word in command.keywords]
        fields["keywords"] = _listed(checks, (word for word in dict.fromkeys(words) if word), "keywords")
    if command.sources is not None:
        fields["sources"] = _listed(checks, (checks.url(url, "sources") for url in command.sources), "sources")
    if command.maintainers is not None:
        people = (maintainer_document(_checked(checks, person)) for person in command.maintainers)
        fields["maintainers"] = _listed(checks, people, "maintainers")
    return fields


def _given_texts(
    checks: Checks, display_name: str | None, summary: str | None, description: str | None, home: str | None
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if display_name is not None:
        name = checks.text(display_name, DISPLAY_NAME_LIMIT, "displayName", required=True, lines=False)
        fields["display_name"] = name.strip()
    if summary is not None:
        fields["summary"] = checks.text(summary, SUMMARY_LIMIT, "summary", lines=False)
    if description is not None:
        fields["description"] = checks.text(description, DESCRIPTION_LIMIT, "description")
    if home is not None:
        fields["home"] = checks.url(home, "home")
    return fields


def _listed(checks: Checks, items: Iterable[object], field: str) -> list[object]:
    found = list(items)
    if len(found) > LIST_LIMIT:
        checks.fault(FaultCode.LIMIT_EXCEEDED, f"{field} has {len(found)} entries; at most {LIST_LIMIT} fit.", field)
    return found


def _checked(checks: Checks, person: Maintainer) -> Maintainer:
    name = checks.text(person.name, 200, "maintainers", "name", required=True, lines=False)
    email = None if person.email is None else checks.text(person.email, 320, "maintainers", "email", lines=False)
    url = None if person.url is None else checks.url(person.url, "maintainers", "url")
    return Maintainer(name, email or None, url or None)


def _web_url_or_nothing(url: str | None) -> str:
    checks = Checks()
    clean = checks.url(url or "", "home")
    return "" if checks.faults else clean
