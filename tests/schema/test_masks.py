"""Masks: each caller's schema is whole, names nothing that is not in it, and is what operations are held against."""

import os
import re
import tracemalloc
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Any
from weakref import ref

import pytest
from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    graphql_sync,
    introspection_from_schema,
    parse,
    print_schema,
    validate,
    validate_schema,
)
from graphql.execution.values import get_variable_values
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from engine.document import Document
from policies.access import Access
from policies.principal import Principal
from policies.vocabulary import Permission
from schema.bind import NEEDS
from schema.coordinates import used_by
from schema.execution import Operation
from schema.masks import KEPT, Mask, Masks
from schema.needs import DEFINITION, needs_of
from tests.policies.golden import ROOT, assert_golden
from tests.resolvers.world import SCHEMA
from tests.schema.callers import BY_BUILT_IN_ROLE, CALLERS, ME
from tests.schema.tried import ATTEMPTS

WHOLE: GraphQLSchema = SCHEMA._schema
MASKS = Masks(SCHEMA)
FOLDER = ROOT / "tests" / "golden" / "schema"
MOST_BYTES = 50 * 1024 * 1024
WORD, QUOTED = re.compile(r"\w+"), re.compile(r"'[^']*'")
NOTHING = build_schema("type Query { nothing: Int }")
A_FEW = ("anonymous", "platform-regular", "app-reviewer", "workspace-developer", "workspace-viewer", "platform-admin")
each_role = pytest.mark.parametrize("role", BY_BUILT_IN_ROLE)


@lru_cache
def access_of(name: str) -> Access:
    return Access(CALLERS[name].principal())


def mask_of(name: str) -> Mask:
    return MASKS.of(access_of(name))


@each_role
def test_the_schema_of_a_role_is_the_golden_one(role: str) -> None:
    assert_golden(FOLDER / f"{role}.graphql", print_schema(mask_of(role).graphql) + "\n")


def test_an_administrator_has_the_whole_schema() -> None:
    assert mask_of("platform-admin").hidden == frozenset()
    assert mask_of("platform-admin").graphql is WHOLE


@each_role
def test_a_mask_is_a_valid_schema_of_just_what_is_not_hidden(role: str) -> None:
    mask = mask_of(role)
    schema = mask.graphql
    schema._validation_errors = None  # what is known of the whole is not taken on trust here

    assert validate_schema(schema) == []
    assert set(coordinates(schema)) == set(coordinates(WHOLE)) - mask.hidden
    assert all(schema.type_map.get(named.name) is named for named in referred_to(schema))


def coordinates(schema: GraphQLSchema) -> Iterator[str]:
    for named in schema.type_map.values():
        if not named.name.startswith("__"):
            yield named.name
            yield from (f"{named.name}.{value}" for value in getattr(named, "values", ()))
            for name, part in getattr(named, "fields", {}).items():
                yield f"{named.name}.{name}"
                yield from (f"{named.name}.{name}({argument}:)" for argument in getattr(part, "args", ()))


def referred_to(schema: GraphQLSchema) -> Iterator[Any]:
    for named in schema.type_map.values():
        yield from getattr(named, "interfaces", ())
        for part in getattr(named, "fields", {}).values():
            yield get_named_type(part.type)
            yield from (get_named_type(argument.type) for argument in getattr(part, "args", {}).values())
    for directive in schema.directives:
        yield from (get_named_type(argument.type) for argument in directive.args.values())


@each_role
def test_no_answer_of_validation_names_what_is_hidden(role: str) -> None:
    mask = mask_of(role)
    hidden = hidden_words(mask)

    for coordinate in sorted(mask.hidden):
        for asked in misspelt(coordinate):
            for document in asking_for(asked, mask):
                for error in validate(mask.graphql, parse(document)):
                    assert hidden.isdisjoint(named_in(error.message) - {*WORD.findall(asked)}), error.message


def is_valid(schema: GraphQLSchema, document: DocumentNode) -> bool:
    """Whether nothing is wrong with the document. Suggestions would take longer than all else."""
    return not validate(schema, document, max_errors=1, hide_suggestions=True)


@each_role
def test_what_is_hidden_cannot_be_asked_for(role: str) -> None:
    mask = mask_of(role)

    for coordinate in sorted(mask.hidden):
        for document in asking_for(coordinate, mask):
            assert not is_valid(mask.graphql, parse(document)), document


@each_role
def test_no_answer_about_variables_names_what_is_hidden(role: str) -> None:
    mask = mask_of(role)
    hidden, schema = hidden_words(mask), mask.graphql

    for owner, word in sorted(part.split(".") for part in mask.hidden if "." in part and "(" not in part):
        named = schema.type_map.get(owner)
        if isinstance(named, GraphQLEnumType | GraphQLInputObjectType):
            for sent in misspelt(word):
                value: Any = sent if isinstance(named, GraphQLEnumType) else {sent: None}
                definitions = parse(f"query ($v: {owner}) {{ __typename }}").definitions[0].variable_definitions
                errors = get_variable_values(schema, definitions, {"v": value})
                assert isinstance(errors, list) and errors
                told = {name for error in errors for name in named_in(error.message)}
                assert hidden.isdisjoint(told - {sent})


@each_role
def test_introspection_tells_nothing_of_what_is_hidden(role: str) -> None:
    mask = mask_of(role)
    hidden, schema = hidden_words(mask), mask.graphql

    names = set(names_in(introspection_from_schema(schema)))
    assert names.isdisjoint(hidden)
    for name in sorted(part for part in mask.hidden if "." not in part):
        asked = f'{{ __type(name: "{name}") {{ name }} }}'
        assert graphql_sync(schema, asked).data == {"__type": None}


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from names_in(one)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "name" and inner is not None:
                yield inner
            yield from names_in(inner)


def hidden_words(mask: Mask) -> set[str]:
    """Names of the whole schema that nothing in the mask has, nor GraphQL itself."""
    return words_of(WHOLE) - words_of(mask.graphql) - {*names_in(introspection_from_schema(NOTHING))}


def named_in(message: str) -> set[str]:
    """What a message puts in quotes, word by word: what it says besides is the same whatever the schema."""
    return {word for quoted in QUOTED.findall(message) for word in WORD.findall(quoted)}


def words_of(schema: GraphQLSchema) -> set[str]:
    return {word for coordinate in coordinates(schema) for word in WORD.findall(coordinate)}


def misspelt(coordinate: str) -> Iterator[str]:
    """A name that is so near to it that it would be suggested; under `make fuzz` another one, and the name itself."""
    stem, last, closing = re.fullmatch(r"(.*?)(\w+)(:\))?", coordinate).groups("")
    words = (f"{last}x", last, last[:1] + last[2:]) if "FUZZ" in os.environ else (f"{last}x",)
    yield from (f"{stem}{word}{closing}" for word in words)


def asking_for(coordinate: str, mask: Mask) -> Iterator[str]:
    """Documents that name the part, where what it belongs to is in the mask."""
    owner, _, part = coordinate.partition(".")
    named = mask.graphql.type_map.get(owner)
    if not part:
        yield f"query ($v: {owner}) {{ ... on {owner} {{ __typename }} }}"
    elif isinstance(named, GraphQLEnumType):
        yield f"query ($v: {owner} = {part}) {{ __typename }}"
    elif isinstance(named, GraphQLInputObjectType):
        yield f"query ($v: {owner} = {{ {part}: null }}) {{ __typename }}"
    elif named is not None:
        asked = f"{part.replace(':)', ': 1)')} {{ __typename }}" if "(" in part else part
        yield f"fragment F on {owner} {{ {asked} }} {{ __typename }}"


def test_a_hundred_masks_are_kept_and_take_less_than_fifty_megabytes() -> None:
    masks, callers = Masks(SCHEMA), unlike(KEPT)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        made = {masks.of(caller) for caller in callers}
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(made) == len(masks._masks) == KEPT
    assert after - before < MOST_BYTES


def test_of_more_than_a_hundred_masks_those_asked_for_last_are_kept() -> None:
    masks = Masks(SCHEMA)
    first, *others = unlike(KEPT + 1)
    mask = masks.of(first)

    kept = [masks.of(other) for other in others]

    assert len(masks._masks) == KEPT
    assert [masks.of(Access(other.principal)) for other in others] == kept
    assert masks.of(Access(first.principal)) is not mask


@lru_cache
def unlike(number: int) -> list[Access]:
    """So many callers of whom no two share a mask."""
    held = (frozenset(some) for size in range(1, 4) for some in combinations(Permission, size))
    found: dict[frozenset[str], Access] = {}
    while len(found) < number:
        access = Access(Principal(ME, "me", platform=next(held)))
        found.setdefault(MASKS.closed_to(access.principal), access)
    return list(found.values())


def test_masks_are_let_go_while_their_callers_stay() -> None:
    masks, callers = Masks(SCHEMA), unlike(KEPT + 20)

    held = [ref(masks.of(caller)) for caller in callers]

    assert sum(mask() is not None for mask in held) == KEPT
    assert masks.of(callers[0]).hidden == MASKS.of(callers[0]).hidden


def test_callers_who_could_do_the_same_share_a_mask() -> None:
    everything = frozenset(Permission)
    one, other = (Access(Principal(ME, name, platform=everything)) for name in ("one", "other"))

    assert MASKS.of(one) is MASKS.of(other)


def test_what_a_document_uses_is_all_that_it_names_and_all_that_its_variables_could_name() -> None:
    document = parse("""
      query ($order: TemplateOrder, $kept: Boolean!) {
        again: templates(orderBy: $order, states: [DRAFT, ACTIVE], first: 1) @include(if: $kept) { ...Page }
        reviews(orderBy: {field: SUBMITTED_AT, direction: DESC}) { totalCount }
        node(id: "x") { __typename ... on Review { ... { state } } }
        __schema { types { name } }
        __type(name: "User") { name }
      }
      fragment Page on AppTemplateConnection { nodes { version(version: "1") { readme } } }
    """)

    assert sorted(used_by(WHOLE, document)) == sorted({
        "AppTemplate.version", "AppTemplate.version(version:)", "AppTemplateConnection", "AppTemplateConnection.nodes",
        "AppVersion.readme", "Boolean", "Node.__typename", "OrderDirection", "OrderDirection.ASC",
        "OrderDirection.DESC", "Query.__schema", "Query.__type", "Query.__type(name:)", "Query.node", "Query.node(id:)",
        "Query.reviews", "Query.reviews(orderBy:)", "Query.templates", "Query.templates(first:)",
        "Query.templates(orderBy:)", "Query.templates(states:)", "Review", "Review.state",
        "ReviewConnection.totalCount", "ReviewOrder.direction", "ReviewOrder.field", "ReviewOrderField.SUBMITTED_AT",
        "TemplateOrder", "TemplateOrder.direction", "TemplateOrder.field", "TemplateOrderField",
        "TemplateOrderField.CREATED_AT", "TemplateOrderField.NAME", "TemplateOrderField.UPDATED_AT",
        "TemplateState.ACTIVE", "TemplateState.DRAFT", "__Schema.types", "__Type.name",
    })  # fmt: skip


def test_what_stands_in_lists_and_inputs_is_used() -> None:
    document = parse("""
      mutation ($person: MaintainerInput!, $permission: Permission!) {
        updateTemplate(input: {id: "x", revision: 1, maintainers: [{name: "a"}, $person], keywords: ["a"]}) {
          userErrors { code }
        }
        createRole(input: {name: "x", permissions: [AUDIT_READ, $permission]}) { role { id } }
      }
    """)

    used = used_by(WHOLE, document)

    assert {"UpdateTemplateInput.maintainers", "MaintainerInput.name", "MaintainerInput.email"} <= used
    assert {"CreateRoleInput.permissions", "Permission.AUDIT_READ", "Permission.STORE_READ"} <= used
    assert "UpdateTemplateInput.summary" not in used


def test_a_variable_whose_type_is_partly_hidden_is_held_against_the_mask_by_its_value() -> None:
    text = "mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }"
    admin, regular = access_of("platform-admin"), access_of("platform-regular")
    chosen = chosen_of(parse(text))

    assert MASKS.admit(admin, chosen)
    assert not MASKS.admit(regular, chosen)
    named, disabled = {"id": "x", "displayName": "x"}, {"id": "x", "disabled": True}
    assert MASKS.faults(regular, chosen.document, Operation(text, {"input": named})) == ()
    (fault,) = MASKS.faults(regular, chosen.document, Operation(text, {"input": disabled}))
    assert "unknown field 'disabled'" in fault.message


def chosen_of(document: DocumentNode) -> Any:
    return Document(WHOLE, document, 0).operation(None)


MOMENT = st.just(nodes.String("2026-01-01T12:00:00Z"))
FILES = ("inspectChart", "createTemplate", "createVersion", "replacePackage")
"""What takes a file takes it as a variable, which is not drawn."""


@lru_cache
def drawn_for(name: str) -> st.SearchStrategy[DocumentNode]:
    """Operations that are valid for the caller, one entry point at a time."""
    types = build_schema(print_schema(mask_of(name).graphql))
    drawing: dict[str, Any] = {"custom_scalars": {"DateTime": MOMENT, "Upload": st.nothing()}, "print_ast": lambda x: x}
    reads = st.sampled_from(list(types.query_type.fields)).flatmap(
        lambda name: queries(types, fields=(name,), **drawing)
    )
    named = [name for name in types.mutation_type.fields if name not in FILES]
    return reads | st.sampled_from(named).flatmap(lambda name: mutations(types, fields=(name,), **drawing))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(A_FEW), st.sampled_from(A_FEW))
def test_an_operation_is_admitted_exactly_when_it_is_valid_in_the_mask(
    data: st.DataObject, drawn: str, asking: str
) -> None:
    document = data.draw(drawn_for(drawn))
    assume(is_valid(WHOLE, document))

    is_admitted = MASKS.admit(access_of(asking), chosen_of(document))

    assert is_admitted == is_valid(mask_of(asking).graphql, document)
    assert is_admitted or drawn != asking


def test_every_entry_point_says_what_it_needs() -> None:
    needs = needs_of(WHOLE)
    roots = filter(None, (WHOLE.query_type, WHOLE.mutation_type, WHOLE.subscription_type))

    assert [one for root in roots for name in root.fields if (one := f"{root.name}.{name}") not in needs] == []


def test_what_changes_something_says_it_in_so_many_words() -> None:
    fields = WHOLE.mutation_type.fields

    assert [name for name, field in fields.items() if NEEDS not in field.extensions[DEFINITION].metadata] == []


def test_whatever_needs_something_of_its_own_in_a_mutation_is_tried_for_every_caller() -> None:
    inputs = {f"{named.name}." for named in WHOLE.type_map.values() if isinstance(named, GraphQLInputObjectType)}
    needing = {part for part in needs_of(WHOLE) if part.startswith(("Mutation.", "UserErrorCode.", *inputs))}

    assert needing - {part for attempt in ATTEMPTS for part in attempt.shows} == set()
