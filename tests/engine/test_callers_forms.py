"""Callers share a statement exactly when their conditions have one form, and what differs is bound, never written."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from graphql import GraphQLError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.parameters import Irregular
from engine.planner import Unplannable, plan_operation
from engine.sql import Query
from engine.statement import compile_plan
from policies.access import Access, Held, HeldOnPlatform, Question, Seen, SignedIn, form_of
from policies.predicate import AllOf, AnyOf, In, Is, Linked, Predicate, Thing
from policies.principal import Principal
from policies.vocabulary import Permission
from schema.documents import Documents
from schema.execution import Operation
from schema.limits import Limits
from tests.conformance.asking import SCHEMA
from tests.conformance.cases import read_cases

P = Permission
QUESTIONS: list[Question] = [
    *map(Seen, Thing),
    *(Held((permission,)) for permission in P),
    Held((P.WORKSPACES_READ, P.TEMPLATES_READ), "id"),
    *map(HeldOnPlatform, P),
    SignedIn(),
]
DOCUMENTS = Documents(SCHEMA._schema, Limits())
OPERATIONS = [operation for case in read_cases() if case.is_compiled for operation in case.operations[:1]]

telling = st.sampled_from([P.WORKSPACES_READ, P.TEMPLATES_READ, P.REVIEWS_READ, P.MEMBERS_READ, P.STORE_READ])
some = st.frozensets(telling | st.sampled_from(P), max_size=6)


@st.composite
def principals(draw: Any) -> Principal:
    """Anyone, in any workspaces, with any permissions."""
    return Principal(
        user_id=draw(st.none() | st.uuids()),
        username="anyone",
        platform=draw(some),
        workspaces=MappingProxyType(draw(st.dictionaries(st.uuids(), some, max_size=4))),
        store_public=draw(st.booleans()),
        session_id=draw(st.none() | st.uuids()),
        revision=draw(st.integers(1, 9)),
        expires_at=draw(st.none() | st.just(datetime(2100, 1, 1, tzinfo=UTC))),
    )


@st.composite
def kin(draw: Any) -> tuple[Principal, Principal]:
    """Two who have much in common: the same rights, in some of the same or in other workspaces."""
    one = draw(principals())
    sets = [*one.workspaces.values()]
    held = draw(st.dictionaries(st.uuids(), st.sampled_from(sets) if sets else some, max_size=4))
    other = replace(one, workspaces=MappingProxyType(held))
    if one.user_id is not None:
        other = replace(other, user_id=draw(st.uuids()), session_id=draw(st.uuids()))
    return one, other


def forms(principal: Principal) -> list[Predicate]:
    access = Access(principal)
    return [form_of(access.answer(question)) for question in QUESTIONS]


READER = Principal(UUID(int=1), "a", workspaces={UUID(int=2): frozenset({P.WORKSPACES_READ, P.TEMPLATES_READ})})
APART = replace(
    READER, workspaces={UUID(int=2): frozenset({P.WORKSPACES_READ}), UUID(int=3): frozenset({P.TEMPLATES_READ})}
)


@settings(max_examples=500, deadline=None)
@example((READER, APART))
@given(kin() | st.tuples(principals(), principals()))
def test_equal_signatures_mean_equal_forms_of_every_answer(pair: tuple[Principal, Principal]) -> None:
    one, other = pair
    if Access(one).signature == Access(other).signature:
        assert forms(one) == forms(other)


@settings(max_examples=500, deadline=None)
@example((READER, replace(READER, workspaces={UUID(int=9): READER.workspaces[UUID(int=2)]})))
@given(kin())
def test_equal_forms_of_every_answer_mean_equal_signatures(pair: tuple[Principal, Principal]) -> None:
    one, other = pair
    if forms(one) == forms(other):
        assert Access(one).signature == Access(other).signature
        assert Access(one).signature is Access(other).signature


def test_two_users_with_the_same_rights_share_and_one_with_more_does_not() -> None:
    twin = replace(READER, user_id=UUID(int=8), workspaces={UUID(int=9): READER.workspaces[UUID(int=2)]})
    more = replace(READER, workspaces={UUID(int=2): frozenset({*READER.workspaces[UUID(int=2)], P.STORE_READ})})

    assert Access(READER).signature is Access(twin).signature
    assert Access(READER).signature != Access(APART).signature
    assert Access(READER).signature != Access(more).signature
    assert Access(READER).signature != Access(replace(READER, platform=frozenset({P.TEMPLATES_READ}))).signature
    assert Access(READER).signature != Access(replace(READER, user_id=None)).signature


def refilled(form: Predicate, values: Iterator[Any]) -> Predicate:
    """The predicate that a form was of, with values taken from left to right."""
    match form:
        case Is(column, value):
            return Is(column, next(values)) if isinstance(value, UUID) else form
        case In(column):
            return In(column, frozenset(map(UUID, next(values))), form.held)
        case Linked(where=where):
            return replace(form, where=refilled(where, values))
        case AllOf(parts) | AnyOf(parts):
            return type(form)(tuple(refilled(part, values) for part in parts))
        case _:
            return form


@settings(max_examples=200, deadline=None)
@given(principals())
def test_a_forms_values_in_their_order_make_the_answer_again(principal: Principal) -> None:
    access = Access(principal)
    for question in QUESTIONS:
        answer = access.answer(question)
        values = iter(access.values(question))
        assert refilled(form_of(answer), values) == answer
        assert list(values) == []


def query_for(operation: Operation, principal: Principal) -> Query | None:
    """The statement with what is bound to it; None where this caller's is not compiled."""
    chosen = DOCUMENTS.find(operation).document.operation(operation.name)
    assert chosen
    try:
        variables = chosen.variables(operation.variables or {})
        plan = plan_operation(SCHEMA._schema, chosen.node, chosen.fragments, variables)
        return compile_plan(plan, Access(principal)).query
    except (Unplannable, Irregular, GraphQLError):
        return None


def own_ids(principal: Principal) -> list[UUID]:
    return [one for one in (principal.user_id, principal.session_id, *principal.workspaces) if one is not None]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([one for one in OPERATIONS if not one.query.lstrip().startswith("mutation")]), kin())
def test_no_id_of_a_caller_is_in_a_statement_and_those_of_one_signature_are_sent_the_same(
    operation: Operation, pair: tuple[Principal, Principal]
) -> None:
    queries = [query_for(operation, who) for who in pair]

    for query, who in zip(queries, pair, strict=True):
        text = "" if query is None else query.text
        assert [one for one in own_ids(who) if re.search(f"{one}|{one.hex}", text, re.IGNORECASE)] == []
    if Access(pair[0]).signature == Access(pair[1]).signature:
        assert queries[0] == queries[1]


def test_the_operations_of_the_corpus_are_compiled() -> None:
    assert len(OPERATIONS) > 40
    assert sum(query_for(one, READER) is not None for one in OPERATIONS) > len(OPERATIONS) * 0.8
