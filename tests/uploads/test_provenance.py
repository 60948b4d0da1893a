"""Provenance: what Helm signs we believe, with the right key; what anybody has touched we do not."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import helm_python
import pysequoia
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.openpgp import (
    BOUND,
    MAY_CERTIFY,
    OVER_BINARY,
    SIGNATURE,
    START,
    Key,
    RsaKey,
    armoured,
    canonical,
    framed,
    packet,
    said_of,
    subpacket,
)
from tests.uploads.builder import make_chart
from uploads.openpgp import MAX_SIGNATURES, Keyring, Verdict, dearmoured
from uploads.provenance import MAX_PROVENANCE_BYTES, MAX_YAML_NODES, ProvenanceInvalid, read_provenance

ADA = Key()
EVE = Key("Eve <eve@example.com>", seed=b"\2" * 32)
PACKAGE = make_chart("emqx", "v1.0.0")
DIGEST = "sha256:" + hashlib.sha256(PACKAGE).hexdigest()
TEXT = said_of(PACKAGE)
FILE = ADA.clear_sign(TEXT)


def keyring(*keys: Key) -> Keyring:
    return Keyring((key.fingerprint, key.public) for key in keys)


def judged(file: str, *keys: Key) -> Verdict:
    return read_provenance(file.encode()).judge(keyring(*keys))


def holds(file: str, *keys: Key, name: str = "emqx", version: str = "v1.0.0", digest: str = DIGEST) -> bool:
    """Whether all of it holds: what `signed` means."""
    try:
        read = read_provenance(file.encode())
        return read.judge(keyring(*keys)).fingerprint is not None and not read.claims().fault_of(name, version, digest)
    except ProvenanceInvalid:
        return False


def fault_of(file: str | bytes) -> str:
    """Why it is no provenance."""
    with pytest.raises(ProvenanceInvalid) as refused:
        read_provenance(file if isinstance(file, bytes) else file.encode()).claims()
    return str(refused.value)


@pytest.fixture(scope="module")
def signed_by_helm(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A package, and the provenance that Helm itself has made of it with Ada's key."""
    folder = tmp_path_factory.mktemp("signed")
    annotations = {"says": "a:\n- dash\n-----BEGIN PGP SIGNATURE-----\n...\nend "}
    package = folder / "emqx-1.0.0+build.1.tgz"
    package.write_bytes(make_chart("emqx", "1.0.0+build.1", description="- x\n...\n  y  ", annotations=annotations))
    (folder / "secret.gpg").write_bytes(ADA.secret_packets)
    made = helm_python.sign(package, key="ada", keyring=folder / "secret.gpg")
    return package, Path(made).read_text(encoding="utf-8")


def test_what_helm_signs_holds_by_the_key_and_is_of_the_package(signed_by_helm: tuple[Path, str]) -> None:
    package, file = signed_by_helm
    digest = "sha256:" + hashlib.sha256(package.read_bytes()).hexdigest()
    read = read_provenance(file.encode())
    assert read.judge(keyring(EVE, ADA)) == Verdict(ADA.fingerprint)
    assert read.claims().fault_of("emqx", "1.0.0+build.1", digest) is None
    assert read.text == file


def test_what_we_believe_helm_verifies_too(signed_by_helm: tuple[Path, str], tmp_path: Path) -> None:
    package = tmp_path / "emqx-v1.0.0.tgz"
    package.write_bytes(PACKAGE)
    (tmp_path / "emqx-v1.0.0.tgz.prov").write_text(FILE, encoding="utf-8")
    (tmp_path / "public.gpg").write_bytes(ADA.packets)
    assert holds(FILE, ADA)
    assert helm_python.verify(package, tmp_path / "public.gpg")["file_hash"] == DIGEST


class Helm3Key(RsaKey):
    """As Helm 3 signs: a number as long as the key, with whatever zeros there are at its head, and counted so."""

    def over(self, digest: bytes, hash_name: str) -> bytes:
        return (2048).to_bytes(2, "big") + super().over(digest, hash_name)[2:].rjust(256, b"\0")


def test_what_helm_3_signs_by_rsa_holds_whatever_number_comes_out() -> None:
    # Of these numbers every second one begins with a zero bit.
    rita, signer = RsaKey("Rita <rita@example.com>"), Helm3Key("Rita <rita@example.com>")
    for version in range(12):
        text = said_of(PACKAGE, version=f"1.0.{version}")
        assert judged(signer.clear_sign(text), rita) == Verdict(rita.fingerprint)
        assert judged(framed(text.replace("1.0", "2.0"), signer.signature(canonical(text))), rita).fingerprint is None


@given(st.data())
def test_a_damaged_signature_holds_by_nothing_and_stops_nothing(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from([RsaKey(), ADA])).signature(canonical(TEXT))[6:]
    at, end = data.draw(st.integers(0, 8)), data.draw(st.integers(0, len(body) - 1))
    spoilt = body[:at] + data.draw(st.binary(max_size=3)) + body[at + 2 : end]
    assert judged(framed(TEXT, packet(SIGNATURE, spoilt)), RsaKey(), ADA).fingerprint is None


def test_a_file_with_lines_that_end_as_on_windows_holds() -> None:
    assert holds(FILE.replace("\n", "\r\n"), ADA)


def test_a_subkey_signs_for_its_key() -> None:
    made = pysequoia.Tsk.generate(user_id="Grace <grace@example.com>")
    cert = made.extract_certificate()
    file = pysequoia.sign(made.signer(), TEXT.encode(), mode=pysequoia.SignatureMode.CLEAR).decode()
    verdict = read_provenance(file.encode()).judge(Keyring([(cert.fingerprint, str(cert))]))
    assert verdict == Verdict(cert.fingerprint)


@pytest.mark.parametrize("named", [None, ADA])
@pytest.mark.parametrize(
    ("lifetime", "is_revoked", "fault"),
    [
        (None, False, None),
        (timedelta(days=36500), False, None),
        (timedelta(days=30), False, "expired at 2024-01-31T00:00:00Z"),
        (None, True, "is revoked"),
    ],
)
def test_a_subkey_that_has_ended_vouches_for_nothing_however_old_the_signature_says_it_is(
    lifetime: timedelta | None, is_revoked: bool, fault: str | None, named: Key | None
) -> None:
    subkey = Key(seed=b"\5" * 32, lifetime=lifetime)
    trusted = Keyring([(ADA.fingerprint, ADA.with_subkey(subkey, is_revoked=is_revoked))])
    file = subkey.clear_sign(TEXT, at=START + timedelta(days=5), named=named)

    verdict = read_provenance(file.encode()).judge(trusted)

    assert verdict.fingerprint == (None if fault else ADA.fingerprint)
    assert (fault or "") in (verdict.fault or "")


def test_of_several_bindings_of_a_subkey_the_one_that_ends_first_counts() -> None:
    # Nobody here could tell which of them the key itself has made.
    subkey, forged = Key(seed=b"\5" * 32, lifetime=timedelta(days=30)), Key(seed=b"\5" * 32)
    longer = forged.signature(b"whatever", BOUND, at=START + timedelta(days=2))
    packets = dearmoured(ADA.with_subkey(subkey).strip().split("\n"), "PUBLIC KEY BLOCK") + longer
    trusted = Keyring([(ADA.fingerprint, armoured("PUBLIC KEY BLOCK", packets))])

    file = subkey.clear_sign(TEXT, at=START + timedelta(days=5))

    assert "expired" in (read_provenance(file.encode()).judge(trusted).fault or "")


@pytest.mark.parametrize(
    "line", ["-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA512\n", "-----BEGIN PGP SIGNATURE-----"]
)
def test_a_frame_that_helm_does_not_find_is_none(line: str) -> None:
    with pytest.raises(ProvenanceInvalid):
        read_provenance(FILE.replace(line, f"{line} ", 1).encode())


def test_of_several_signatures_one_that_holds_is_enough() -> None:
    both = framed(TEXT, EVE.signature(canonical(TEXT)) + ADA.signature(canonical(TEXT)))
    assert judged(both, ADA) == Verdict(ADA.fingerprint)
    assert judged(both, EVE) == Verdict(EVE.fingerprint)
    assert "is by" in (judged(both, Key(seed=b"\3" * 32)).fault or "")


def test_a_key_that_is_not_among_ours_vouches_for_nothing() -> None:
    assert judged(FILE).fault == f"The signature is by {ADA.fingerprint}, which is no key of the workspace."
    assert judged(FILE, EVE) == judged(FILE)


@pytest.mark.parametrize(
    ("key", "how", "reason"),
    [
        (ADA, {"hash_name": "SHA1"}, "over SHA-1"),
        (ADA, {"kind": OVER_BINARY}, "not one of a text"),
        (ADA, {"at": START - timedelta(days=1)}, "does not hold"),
        (ADA, {"at": datetime.now(UTC) + timedelta(days=2)}, "does not hold"),
        (ADA, {"at": START, "more": [subpacket(3, (60).to_bytes(4, "big"))]}, "does not hold"),
        (Key(lifetime=timedelta(days=3)), {}, "expired at 2024-01-04"),
        (Key(lifetime=timedelta(days=3)), {"at": START + timedelta(days=1)}, "expired at 2024-01-04"),
        (Key(is_revoked=True), {}, "is revoked"),
        (Key(is_revoked=True), {"at": START}, "is revoked"),
        (Key(flags=MAY_CERTIFY), {}, "does not hold"),
    ],
    ids=lambda value: "" if not isinstance(value, str) else value,
)
def test_a_signature_that_does_not_stand_is_refused_with_the_reason(
    key: Key, how: dict[str, object], reason: str
) -> None:
    assert reason in (judged(key.clear_sign(TEXT, **how), key).fault or "")


def test_another_key_under_the_fingerprint_of_a_good_one_vouches_for_nothing() -> None:
    forged = Keyring([(ADA.fingerprint, EVE.public)])
    assert read_provenance(FILE.encode()).judge(forged).fingerprint is None
    assert read_provenance(EVE.clear_sign(TEXT).encode()).judge(forged).fingerprint is None


def test_a_key_that_cannot_be_read_stands_in_no_others_way() -> None:
    damaged = [("00", "no key"), ("01", armoured("PUBLIC KEY BLOCK", b"\xc6\xff")), (ADA.fingerprint, ADA.public)]
    assert read_provenance(FILE.encode()).judge(Keyring(damaged)) == Verdict(ADA.fingerprint)
    broken = armoured("PUBLIC KEY BLOCK", packet(6, Key().body) + packet(2, b"x"))
    assert read_provenance(FILE.encode()).judge(Keyring([(ADA.fingerprint, broken)])).fingerprint is None


def test_a_signature_over_another_text_does_not_hold() -> None:
    other = framed(TEXT, ADA.signature(canonical(said_of(b"other"))))
    assert "changed after it was signed" in (judged(other, ADA).fault or "")


@given(st.integers(0, len(FILE) - 1), st.characters(codec="utf-8"))
@settings(max_examples=300, deadline=None)
def test_a_character_changed_anywhere_is_never_believed_to_say_something_else(at: int, character: str) -> None:
    """It may still hold, as white space at the ends of lines is no part of the text; what it says is then the same."""
    changed = FILE[:at] + character + FILE[at + 1 :]
    if holds(changed, ADA):
        assert canonical(read_provenance(changed.encode()).signed) == canonical(TEXT.removesuffix("\n") + "\n")


@given(st.integers(0, len(FILE.encode()) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_whatever_bytes_are_put_in_it_is_read_or_refused(at: int, junk: bytes) -> None:
    data = FILE.encode()
    for changed in (data[:at] + junk + data[at:], data[:at] + junk + data[at + len(junk) :]):
        try:
            read = read_provenance(changed)
            read.judge(keyring(ADA))
            read.claims()
        except ProvenanceInvalid as refused:
            assert str(refused)


@given(
    name=st.sampled_from(["emqx", "Emqx", "redis"]),
    version=st.sampled_from(["v1.0.0", "1.0.0", "v1.0.1"]),
    digest=st.sampled_from([DIGEST, "sha256:" + "0" * 64, DIGEST.upper(), DIGEST.removeprefix("sha256:")]),
)
def test_it_holds_for_the_very_chart_version_and_digest_that_it_names(name: str, version: str, digest: str) -> None:
    expected = (name, version, digest) == ("emqx", "v1.0.0", DIGEST)
    assert holds(FILE, ADA, name=name, version=version, digest=digest) is expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (said_of(PACKAGE, name="redis"), "of the chart 'redis'"),
        (said_of(PACKAGE, version="v2.0.0"), "of the version 'v2.0.0'"),
        (said_of(b"other"), "the package has sha256:"),
        (TEXT.replace("emqx-v1.0.0.tgz", "other.tgz"), "does not list the file 'emqx-v1.0.0.tgz'"),
        (TEXT.replace("emqx-v1.0.0.tgz", "./emqx-v1.0.0.tgz"), "does not list"),
        (TEXT.replace("sha256:", ""), "lists 'emqx-v1.0.0.tgz' with"),
        (TEXT.replace("sha256:", "sha1:"), "lists 'emqx-v1.0.0.tgz' with"),
    ],
)
def test_what_is_of_another_package_says_so_though_it_is_signed(text: str, reason: str) -> None:
    read = read_provenance(ADA.clear_sign(text).encode())
    assert reason in (read.claims().fault_of("emqx", "v1.0.0", DIGEST) or "")


EVIL = TEXT.replace("emqx", "evil")
FRAME, ARMOUR = FILE[: FILE.index("-----BEGIN PGP SIGNATURE")], FILE[FILE.index("-----BEGIN PGP SIGNATURE") :]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("", "first line"),
        ("PGP SIGNATURE", "first line"),
        (TEXT, "first line"),
        (EVIL + FILE, "first line"),
        ("\n" + FILE, "first line"),
        ("\ufeff" + FILE, "first line"),
        (FILE + EVIL, "must begin with the line"),
        (FILE + "x", "must begin with the line"),
        (FILE + FILE, "not base64"),
        (FILE + ARMOUR, "not base64"),
        (FRAME + FILE, "dash that is not escaped"),
        (FRAME, "no -----BEGIN PGP SIGNATURE"),
        (ARMOUR, "first line"),
        (FILE.replace("Hash: SHA512", "Comment: name evil"), "one header"),
        (FILE.replace("Hash: SHA512", "Hash: SHA512\nHash: SHA256"), "one header"),
        (FILE.replace("Hash: SHA512\n\n", f"Hash: SHA512\n{EVIL}\n\n"), "one header"),
        (FILE.replace("Hash: SHA512\n\n", "Hash: SHA512\n"), "one header"),
        (FILE.replace("name: emqx", "--- name: emqx"), "dash that is not escaped"),
        (FILE.replace("name: emqx", "name: emqx\x00"), "control characters"),
        (FILE.replace("name: emqx", "name: a\rname: emqx"), "control characters"),
        (FILE.replace("-----END PGP SIGNATURE-----", ""), "must begin with the line"),
        (FRAME + armoured("MESSAGE", ADA.signature(b"")), "no -----BEGIN PGP SIGNATURE"),
        (FRAME + armoured("SIGNATURE", ADA.packets), "signatures, and nothing else"),
        (FRAME + armoured("SIGNATURE", packet(8, b"\1" + b"x" * 99)), "signatures, and nothing else"),
        (FRAME + armoured("SIGNATURE", b"\xc2\xff\xff\xff\xff\xff"), "damaged"),
        (FRAME + armoured("SIGNATURE", b"\xc2\xe9aaaa"), "damaged"),
        (FRAME + armoured("SIGNATURE", b"\x8baaaa"), "damaged"),
        (FRAME + armoured("SIGNATURE", b"aaaa"), "damaged"),
        (FRAME + armoured("SIGNATURE", b""), "not base64"),
        (FRAME + armoured("SIGNATURE", ADA.signature(b"x") * (MAX_SIGNATURES + 1)), "at most 8"),
        (ADA.clear_sign("name: emqx\nversion: v1.0.0\n"), "a line with `...`"),
        (ADA.clear_sign(TEXT + "\n...\nfiles:\n  evil: sha256:00\n"), "a line with `...`"),
        (ADA.clear_sign(TEXT + "files:\n  emqx-v1.0.0.tgz: sha256:00\n"), "there twice"),
        (ADA.clear_sign("name: evil\n" + TEXT), "there twice"),
        (ADA.clear_sign("Name: evil\n" + TEXT), "must be written name"),
        (ADA.clear_sign("--- \nname: evil\n---\n" + TEXT), "more than one YAML document"),
        (ADA.clear_sign("a: &a {name: evil}\n<<: *a\n" + TEXT), "merges"),
        (ADA.clear_sign("name: [emqx]\n\n...\nfiles:\n  a: b\n"), "must be a text"),
        (ADA.clear_sign("name: emqx\n\n...\nfiles:\n  a: b\n"), "must not be missing"),
        (ADA.clear_sign(TEXT.replace("files:", "images:")), "must not be missing"),
        (ADA.clear_sign("- emqx\n\n...\nfiles:\n  a: b\n"), "must be a mapping"),
        (ADA.clear_sign("name: !!python/object:os.system x\n\n...\nfiles: {a: b}\n"), "tag"),
        (ADA.clear_sign("name: '\n\n...\nfiles:\n  a: b\n"), "not YAML"),
        (ADA.clear_sign("a: " + "[" * 100 + "\n\n...\nfiles:\n  a: b\n"), "nested deeper"),
        (b"\xff" + FILE.encode(), "not UTF-8"),
        (FILE + "\n" * MAX_PROVENANCE_BYTES, "larger than"),
    ],
)
def test_what_is_not_exactly_a_provenance_is_refused_with_the_reason(file: str | bytes, reason: str) -> None:
    assert reason in fault_of(file)


def test_empty_lines_after_the_file_are_nothing() -> None:
    assert holds(FILE + "\n \n\n", ADA)


def test_lines_that_begin_with_dashes_are_read_as_they_were_signed() -> None:
    text = TEXT.replace("\n\n...", "\nkeywords:\n- a\n- b\n\n...")
    assert "\n- - a\n" in ADA.clear_sign(text)
    assert holds(ADA.clear_sign(text), ADA)
    assert read_provenance(ADA.clear_sign(text).encode()).signed == text


def test_a_yaml_bomb_is_refused_soon() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    assert "expand to too much" in fault_of(ADA.clear_sign(bomb + TEXT))


def test_more_yaml_than_any_chart_has_is_refused() -> None:
    assert "too much in it" in fault_of(ADA.clear_sign("a:\n" + "- x\n" * MAX_YAML_NODES + TEXT))


def test_sequoia_reads_the_same_text_out_of_the_frame() -> None:
    """The library has a reader of frames of its own, which is lenient; where it believes, we read what it read."""
    cert = pysequoia.Cert.from_bytes(ADA.public.encode())
    text = TEXT.replace("\n\n...", "\nkeywords:\n- a  \n-----\n\t\n\n...")
    file = ADA.clear_sign(text)
    believed = pysequoia.verify(file.encode(), lambda _: [cert]).bytes
    assert believed is not None
    assert believed.decode() == read_provenance(file.encode()).signed
