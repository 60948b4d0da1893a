"""The law that the engine stands on: whatever is asked, of whatever store, by whomever, both executors say the same."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.drawn.callers import admin_of, callers
from tests.conformance.drawn.operations import operations
from tests.conformance.drawn.store import Store
from tests.conformance.drawn.stores import stores
from tests.properties.compiled import Trial, a_trial, at_random

STORES = int(os.environ.get("FUZZ", "16"))
"""Each is asked some thirty times; `make fuzz` draws more of them."""


@pytest.fixture(scope="module")
def trial(module_database_url: str) -> Iterator[Trial]:
    with a_trial(module_database_url) as trial:
        yield trial
        compiled = trial.answered["compiled"] / trial.answered.total()
        assert compiled > 0.5, f"most of what was drawn was refused: {trial.answered}"


@at_random(STORES)
@given(data=st.data(), store=stores())
def test_whatever_is_asked_both_executors_say_the_same(trial: Trial, data: st.DataObject, store: Store) -> None:
    revision = trial.fill(store)
    askers = [admin_of(store, revision), *(data.draw(callers(store, revision)) for _ in range(2))]
    for _ in range(data.draw(st.integers(4, 16))):
        operation = data.draw(operations(store))
        for who in askers:
            answer, reference = trial.ask(operation, who), trial.refer(operation, who)

            assert answer.told == reference.told
            assert answer.by != "reference: failed"
