"""Sealed credentials open for their own repository, by the operator's keys, and tell nothing to anybody else."""

from dataclasses import asdict
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.upstream import RepositoryCredentials, Unreachable
from services.secrets import HEAD_BYTES, Secrets, Unopened

OWNER, OTHER = UUID(int=1), UUID(int=2)
OLD, NEW = "the key of last year, long enough", "the key of this year, long enough"
SAID = RepositoryCredentials(username="reader", password="open sesame", insecure_skip_tls_verify=True)
texts = st.none() | st.text(min_size=1, max_size=40)
credentials = st.builds(
    RepositoryCredentials,
    **{name: texts for name in asdict(SAID) if name != "insecure_skip_tls_verify"},
    insecure_skip_tls_verify=st.booleans(),
)


@given(credentials, st.uuids())
def test_what_is_sealed_opens_as_it_was(said: RepositoryCredentials, owner: UUID) -> None:
    secrets = Secrets([OLD])

    assert secrets.open(owner, secrets.seal(owner, said)) == said


def test_a_sealed_value_shows_nothing_of_what_is_in_it() -> None:
    sealed = Secrets([OLD]).seal(OWNER, SAID)

    assert b"reader" not in sealed and b"sesame" not in sealed and b"username" not in sealed


def test_the_same_credentials_are_never_sealed_the_same() -> None:
    secrets = Secrets([OLD])

    assert len({secrets.seal(OWNER, SAID) for _ in range(50)}) == 50


def test_a_sealed_value_in_another_row_does_not_open() -> None:
    secrets = Secrets([OLD])

    with pytest.raises(Unopened, match="not of this repository"):
        secrets.open(OTHER, secrets.seal(OWNER, SAID))


@given(place=st.integers(min_value=0), flip=st.integers(1, 255))
def test_a_sealed_value_with_any_byte_changed_does_not_open(place: int, flip: int) -> None:
    secrets = Secrets([OLD])
    sealed = bytearray(secrets.seal(OWNER, SAID))
    sealed[place % len(sealed)] ^= flip

    with pytest.raises(Unopened):
        secrets.open(OWNER, bytes(sealed))


@given(length=st.integers(0, HEAD_BYTES + 15))
def test_a_piece_of_a_sealed_value_does_not_open(length: int) -> None:
    secrets = Secrets([OLD])

    with pytest.raises(Unopened):
        secrets.open(OWNER, secrets.seal(OWNER, SAID)[:length])


def test_the_first_key_seals_and_all_open() -> None:
    before, rotated, after = Secrets([OLD]), Secrets([NEW, OLD]), Secrets([NEW])

    assert rotated.open(OWNER, before.seal(OWNER, SAID)) == SAID
    assert after.open(OWNER, rotated.seal(OWNER, SAID)) == SAID


def test_a_value_of_a_key_that_is_gone_says_what_to_do_and_counts_as_unreachable() -> None:
    sealed = Secrets([OLD]).seal(OWNER, SAID)

    with pytest.raises(Unreachable, match="send them again, or have the operator add the key to ENCRYPTION_KEYS"):
        Secrets([NEW]).open(OWNER, sealed)


def test_nothing_is_sealed_without_a_key() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        Secrets([])


def test_credentials_and_what_goes_wrong_with_them_show_no_value() -> None:
    sealed = Secrets([OLD]).seal(OWNER, SAID)

    with pytest.raises(Unopened) as refused:
        Secrets([NEW]).open(OWNER, sealed)

    assert "sesame" not in f"{SAID!r} {refused.value!r} {refused.value}"
    assert "reader" not in repr(SAID)
