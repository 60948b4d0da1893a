"""Writes data of the program as JSON, by the fields that are asked for."""

import json
from collections.abc import Iterable
from typing import Any

from engine.catalog.declare import Said
from engine.plan import Field, TypeName


def static_json(fields: tuple[Field, ...], values: Iterable[Any]) -> str:
    """A JSON list of the objects with these fields."""
    return "[" + ",".join(_object(fields, value) for value in values) + "]"


def _object(fields: tuple[Field, ...], value: Any) -> str:
    return "{" + ",".join(f'"{one.key}":{_value(one, value)}' for one in fields) + "}"


def _value(field: Field, value: Any) -> str:
    match field.declared:
        case TypeName(name):
            return f'"{name}"'
        case Said(attribute, type=""):
            return json.dumps(getattr(value, attribute), ensure_ascii=False, separators=(",", ":"))
        case Said(attribute):
            return static_json(field.fields, getattr(value, attribute))
        case _:
            raise TypeError(f"{field.name} is no data of the program")
