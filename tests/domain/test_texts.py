"""Which texts can be kept."""

import pytest

from domain.texts import is_storable


@pytest.mark.parametrize("text", ["", "emqx", "line\n\ttab", "\x01", "größe", "\ud7ff\ue000", "🚢"])
def test_what_utf_8_and_postgresql_hold_can_be_kept(text: str) -> None:
    assert is_storable(text)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "é\x00", "\ud800", "emqx\udfff", "🚢\udc00"])
def test_a_nul_or_half_a_surrogate_pair_cannot_be_kept(text: str) -> None:
    assert not is_storable(text)
