"""The fields of a chart's metadata, and what each of them is, as Helm decodes them from JSON.

Source: Helm's chart.Metadata. Null is nothing in each of them.
"""

from collections.abc import Callable, Mapping
from typing import Any


def _is_text(found: Any) -> bool:
    return isinstance(found, str)


def _is_switch(found: Any) -> bool:
    return isinstance(found, bool)


def _are_texts(found: Any) -> bool:
    return isinstance(found, list) and all(one is None or isinstance(one, str) for one in found)


def _are_named_texts(found: Any) -> bool:
    return isinstance(found, dict) and all(one is None or isinstance(one, str) for one in found.values())


def _are_maintainers(found: Any) -> bool:
    return isinstance(found, list) and all(one is None or _are_named_texts(one) for one in found)


def _is_list(found: Any) -> bool:
    return isinstance(found, list)


_OF_A_DEPENDENCY: Mapping[str, Callable[[Any], bool]] = {
    "tags": _are_texts,
    "enabled": _is_switch,
    "import-values": _is_list,
}
"""Of the fields of a dependency those that are no texts."""


def _are_dependencies(found: Any) -> bool:
    return isinstance(found, list) and all(one is None or _is_dependency(one) for one in found)


def _is_dependency(found: Any) -> bool:
    return isinstance(found, dict) and all(
        one is None or _OF_A_DEPENDENCY.get(key, _is_text)(one) for key, one in found.items()
    )


OF_A_CHART: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("name", "version", "apiVersion", "appVersion", "kubeVersion", "type", "home", "icon"), _is_text),
    **dict.fromkeys(("description", "condition", "tags"), _is_text),
    **dict.fromkeys(("sources", "keywords"), _are_texts),
    "maintainers": _are_maintainers,
    "dependencies": _are_dependencies,
    "annotations": _are_named_texts,
    "deprecated": _is_switch,
}
"""The fields of Helm's chart.Metadata."""
