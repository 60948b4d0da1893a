"""Page arguments: what is taken, what is refused, and what stands in for what was left out."""

import pytest

from domain.errors import BadRequest
from domain.page import DEFAULT_PAGE, MAX_PAGE, PageRequest, page_request


def test_the_first_twenty_when_nothing_is_said() -> None:
    assert page_request() == PageRequest(DEFAULT_PAGE, None, None, None)
    assert DEFAULT_PAGE == 20


def test_a_cursor_alone_gets_the_default_size() -> None:
    assert page_request(after="a") == PageRequest(DEFAULT_PAGE, None, "a", None)
    assert page_request(before="b") == PageRequest(DEFAULT_PAGE, None, None, "b")


def test_the_last_ones_are_not_also_the_first() -> None:
    assert page_request(last=3) == PageRequest(None, 3, None, None)


def test_everything_that_is_said_is_kept() -> None:
    assert page_request(1, "a", 2, "b") == PageRequest(1, 2, "a", "b")


@pytest.mark.parametrize("size", [0, 1, MAX_PAGE])
def test_sizes_up_to_the_limit_are_taken(size: int) -> None:
    assert page_request(first=size).first == size
    assert page_request(last=size).last == size


@pytest.mark.parametrize("size", [-1, MAX_PAGE + 1, 10**12])
def test_other_sizes_are_refused_by_name(size: int) -> None:
    with pytest.raises(BadRequest, match=rf"`first` is {size}; it takes 0 to {MAX_PAGE}"):
        page_request(first=size)
    with pytest.raises(BadRequest, match=rf"`last` is {size}; it takes 0 to {MAX_PAGE}"):
        page_request(first=1, last=size)


def test_an_empty_cursor_is_no_cursor() -> None:
    assert page_request(after="", before="") == page_request()
