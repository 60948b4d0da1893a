"""docs/limits.md tells of every limit, with the default that it has."""

import re
from dataclasses import fields
from pathlib import Path

from schema.limits import Limits
from server.admitting import limits_in
from server.settings import Settings, variables

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "limits.md").read_text()
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| `(.*?)` \|", TEXT, re.MULTILINE))


def test_the_table_of_limits_is_the_settings() -> None:
    assert {variable.name: variable.default for variable in variables() if variable.name in ROWS} == ROWS


def test_every_limit_is_a_setting_in_the_table_and_has_its_default() -> None:
    changed = Settings.from_environment({name: str(int(default) + 1) for name, default in ROWS.items()})

    limits, defaults = limits_in(changed), Limits()
    assert {one.name: getattr(limits, one.name) - getattr(defaults, one.name) for one in fields(Limits)} == {
        one.name: 1 for one in fields(Limits)
    }
    assert limits_in(Settings.from_environment({})) == defaults
