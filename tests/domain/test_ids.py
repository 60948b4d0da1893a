"""Global ids have one spelling each, and nothing else is one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import GlobalId, Kind, decode_as, decode_id, encode_id

SOME = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")


@given(st.sampled_from(Kind), st.uuids())
def test_an_id_reads_back_as_it_was_written(kind: Kind, value: UUID) -> None:
    assert decode_id(encode_id(kind, value)) == GlobalId(kind, value)


@given(st.text() | st.from_regex(r"[a-z]{3}_[0-9a-fA-F{}-]{30,40}"))
def test_whatever_reads_as_an_id_is_spelt_as_one(text: str) -> None:
    found = decode_id(text)

    assert found is None or encode_id(*found) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tpl",
        "tpl_",
        str(SOME),
        f"_{SOME}",
        f"xyz_{SOME}",
        f"TPL_{SOME}",
        f"tpl_{str(SOME).upper()}",
        f"tpl_{SOME.hex}",
        f"tpl_{{{SOME}}}",
        f"tpl_urn:uuid:{SOME}",
        f"tpl_{SOME} ",
        f" tpl_{SOME}",
        f"tpl_{SOME}\n",
        f"tpl__{SOME}",
        f"tpl-{SOME}",
        f"tpl_{str(SOME).replace('0', '٠')}",
        f"tpl_{str(SOME).replace('-', '')}----",
    ],
)
def test_another_spelling_is_no_id(text: str) -> None:
    assert decode_id(text) is None


def test_an_id_of_another_kind_is_not_what_was_asked_for() -> None:
    text = encode_id(Kind.TEMPLATE, SOME)

    assert decode_as(Kind.TEMPLATE, text) == SOME
    assert decode_as(Kind.VERSION, text) is None
    assert decode_as(Kind.TEMPLATE, "tpl_nothing") is None


def test_prefixes_are_three_letters_and_differ() -> None:
    assert len({kind.value for kind in Kind}) == len(Kind)
    assert all(len(kind.value) == 3 and kind.value.isalpha() and kind.value.islower() for kind in Kind)
