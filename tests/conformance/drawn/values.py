"""What stores that are drawn are made of: texts that break what is put together carelessly, moments and limits."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.conformance.world import CHART, HARD, SCHEMA

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
TIMES = (
    START,
    START + timedelta(microseconds=1),
    datetime(1, 1, 1, microsecond=1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999998, tzinfo=UTC),
)
NUMBERS = (1, 0, 2**31 - 1, -(2**31))
COUNTS = (0, 7, 2**31 - 1, 2**31, 2**62)
TEXTS = (
    "",
    "emqx broker",
    HARD,
    "NULL",
    '{"a":[1,"}"]}',
    "".join(map(chr, range(1, 32))),
    "\x01c[]\x02\x03\x01p\x02",
    "\x01pver_0|ACTIVE|sha256:0\x02",
    "\u2028\u2029\ufeff\uffff\U0010ffff\u202e",
    "\\\\\"'\\u0000\\",
    "%_$1 -- /* ' */",
    "\U0001f680" * 300,
    "x" * 5000,
)
NAMES = ("a", "B", "b", "\u00e9", "O'x", 'q"\\', "\U0001f680", "z\x01\x02")
CHARTS: Sequence[Any] = (
    {},
    CHART,
    {"name": None, "sources": None, "annotations": None, "maintainers": [], "dependencies": [{}], "deprecated": None},
    {"name": "", "description": TEXTS[5], "keywords": [""], "annotations": {HARD: TEXTS[6]}, "deprecated": False},
)
SCHEMAS: Sequence[Any] = (None, {}, SCHEMA, [], 0, "", True, [1e300, -0.0, 12345678901234567890, 0.1, {"\u2028": HARD}])
KEYWORDS = ([], [""], ["NULL", 'a,"b"', "{}", "\\"], [HARD, TEXTS[5]])
PEOPLE = ([], [{"name": "Ann", "email": None, "url": HARD}], [{}, {"name": TEXTS[6]}])
