"""Public keys: one is read, with its owners and its end; nothing private gets in, and nothing that is of no use."""

from datetime import UTC, datetime, timedelta

import pysequoia
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.openpgp import MAY_CERTIFY, START, USER_ID, Key, armoured, packet
from uploads.openpgp import MAX_KEY_CHARACTERS, MAX_OWNERS, PgpInvalid, read_public_key

ADA = Key()
EVE = Key("Eve", seed=b"\2" * 32)
MADE = pysequoia.Tsk.generate(user_ids=["Grace <grace@example.com>", "Hopper <hopper@example.com>"])


def fault_of(text: str) -> str:
    with pytest.raises(PgpInvalid) as refused:
        read_public_key(text)
    return str(refused.value)


def test_a_key_is_read_with_its_fingerprint_and_its_owner() -> None:
    key = read_public_key(ADA.public)
    assert (key.fingerprint, key.owners, key.expires_at) == (ADA.fingerprint, (ADA.owner,), None)
    assert read_public_key(key.armoured) == key


def test_a_key_tells_all_its_owners_and_when_it_ends() -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + timedelta(days=9)
    key = read_public_key(Key(more_owners=("Countess",), lifetime=ends - START).public)
    assert set(key.owners) == {ADA.owner, "Countess"}
    assert key.expires_at == ends


def test_what_other_tools_export_is_read() -> None:
    exported = str(MADE.extract_certificate())
    assert "Comment: " in exported
    key = read_public_key(f"\n{exported}\r\n".replace("\n", "\r\n"))
    assert set(key.owners) == {"Grace <grace@example.com>", "Hopper <hopper@example.com>"}
    assert "Comment" not in key.armoured


@pytest.mark.parametrize("profile", [pysequoia.Profile.RFC4880, pysequoia.Profile.RFC9580])
def test_keys_of_both_standards_are_read(profile: pysequoia.Profile) -> None:
    cert = pysequoia.Tsk.generate(user_id="Joan", profile=profile).extract_certificate()
    assert read_public_key(str(cert)).fingerprint == cert.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        ADA.secret,
        str(MADE),
        armoured("PUBLIC KEY BLOCK", ADA.secret_packets),
        armoured("PUBLIC KEY BLOCK", bytes(MADE)),
        ADA.public + ADA.secret,
        armoured("PUBLIC KEY BLOCK", ADA.packets + bytes(MADE)),
    ],
)
def test_what_has_a_private_part_is_refused_in_clear_words(text: str) -> None:
    assert fault_of(text).startswith("it holds a private key, which was not kept")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ssh-ed25519 AAAA", "must begin with the line -----BEGIN PGP PUBLIC KEY BLOCK-----"),
        (ADA.public + ADA.public, "not base64"),
        (f"{ADA.public}\n{EVE.public}", "not base64"),
        (ADA.public + "more", "must begin with"),
        ("more\n" + ADA.public, "must begin with"),
        (ADA.public.replace("\n\n", "\n", 1), "an empty line"),
        (ADA.public.replace("\n\n", "\nno header\n\n", 1), "an empty line"),
        (ADA.public.replace("\n\n", "\n\n?", 1), "not base64"),
        (armoured("PUBLIC KEY BLOCK", ADA.packets + EVE.packets), "it holds 2 keys"),
        (armoured("PUBLIC KEY BLOCK", ADA.signature(b"x")), "no public key"),
        (armoured("PUBLIC KEY BLOCK", packet(8, b"\1xxxx")), "no public key"),
        (armoured("PUBLIC KEY BLOCK", ADA.packets + packet(8, b"\1xxxx")), "no public key"),
        (armoured("PUBLIC KEY BLOCK", ADA.packets[:-5]), "damaged"),
        (armoured("PUBLIC KEY BLOCK", ADA.packets + packet(USER_ID, b"x") * 1000), "too many"),
        (armoured("PUBLIC KEY BLOCK", packet(6, b"\4xxxxx")), "no OpenPGP key"),
        (Key(lifetime=timedelta(days=3)).public, "the key expired at 2024-01-04T00:00:00Z"),
        (Key(is_revoked=True).public, "the key is revoked"),
        (Key(flags=MAY_CERTIFY).public, "may not sign"),
        ("x" * (MAX_KEY_CHARACTERS + 1), "at most 65536 fit"),
    ],
)
def test_what_is_no_key_of_use_is_refused_with_the_reason(text: str, reason: str) -> None:
    assert reason in fault_of(text)


def test_the_names_that_a_key_gives_its_owner_are_fit_to_be_shown() -> None:
    names = ("Ada\nLovelace\x1b[31m", "x" * 5000, *(f"owner {n}" for n in range(40)))
    key = read_public_key(Key(owner="Ada", more_owners=names).public)
    assert len(key.owners) == MAX_OWNERS
    assert all(len(name) <= 200 and name.isprintable() for name in key.owners)


@given(st.integers(0, len(ADA.packets) - 1), st.binary(min_size=1, max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_damaged_key_is_read_or_refused(at: int, junk: bytes) -> None:
    data = ADA.packets
    for changed in (data[:at] + junk + data[at:], data[:at] + junk + data[at + len(junk) :]):
        try:
            read_public_key(armoured("PUBLIC KEY BLOCK", changed))
        except PgpInvalid as refused:
            assert str(refused)
