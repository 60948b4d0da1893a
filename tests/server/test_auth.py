"""What is signed cannot be made or changed by others, and only the Authorization header signs anyone in."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from domain.errors import Unauthenticated
from domain.ids import Kind, encode_id
from server.auth.credentials import ApiTokenSecret, credential_in
from server.auth.keys import derived_key
from server.auth.signing import LINK_SECONDS, LinkClaim, Signing
from server.auth.tokens import SessionClaim

SECRET = "a secret of the tests, long enough to sign with"
NOW = 1_795_000_000.0
DIGEST = "sha256:" + "ab" * 32


class Clock:
    """A clock that one sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signing(clock: Clock) -> Signing:
    return Signing(SECRET, "https://store.example.org", clock)


def in_an_hour() -> datetime:
    return datetime.fromtimestamp(NOW, UTC) + timedelta(hours=1)


def session_key() -> bytes:
    return derived_key(SECRET, "sessions")


def claims(**changes: object) -> dict[str, object]:
    good = {
        "iss": "chandlery",
        "aud": "chandlery-api",
        "sub": str(uuid4()),
        "sid": str(uuid4()),
        "iat": int(NOW),
        "exp": int(NOW) + 60,
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def token_with(key: bytes = b"", algorithm: str = "HS256", **changes: object) -> str:
    return jwt.encode({"alg": algorithm}, claims(**changes), OctKey.import_key(key or session_key()), [algorithm])


def unsigned(header: dict[str, object], **changes: object) -> str:
    pieces = (json.dumps(header), json.dumps(claims(**changes)))
    return ".".join(base64.urlsafe_b64encode(piece.encode()).rstrip(b"=").decode() for piece in pieces) + "."


def test_keys_of_different_labels_differ_and_equal_labels_agree() -> None:
    assert derived_key(SECRET, "links") == derived_key(SECRET, "links")
    assert len({derived_key(SECRET, "links"), derived_key(SECRET, "cursors"), derived_key(SECRET + "!", "links")}) == 3


def test_a_session_token_names_its_session_and_user(signing: Signing) -> None:
    session_id, user_id = uuid4(), uuid4()

    token = signing.session_token(session_id, user_id, in_an_hour())

    assert signing.open_session_token(token) == SessionClaim(session_id, user_id)


def test_a_session_token_ends_with_its_time(signing: Signing, clock: Clock) -> None:
    token = signing.session_token(uuid4(), uuid4(), in_an_hour())

    clock.now = NOW + 3600

    assert signing.open_session_token(token) is None


def test_the_handmade_tokens_below_differ_from_a_good_one_only_in_their_fault(signing: Signing) -> None:
    assert signing.open_session_token(token_with()) is not None


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(token_with(key=derived_key(SECRET, "links")), id="signed with the key of links"),
        pytest.param(token_with(key=SECRET.encode()), id="signed with the bare secret"),
        pytest.param(token_with(algorithm="HS512"), id="another algorithm of the same key"),
        pytest.param(unsigned({"alg": "none"}), id="no signature"),
        pytest.param(unsigned({"alg": "HS256"}), id="empty signature"),
        pytest.param(token_with(iss="someone"), id="another issuer"),
        pytest.param(token_with(iss=None), id="no issuer"),
        pytest.param(token_with(aud="other-api"), id="another audience"),
        pytest.param(token_with(aud=None), id="no audience"),
        pytest.param(token_with(exp=None), id="no end"),
        pytest.param(token_with(exp=int(NOW)), id="over"),
        pytest.param(token_with(exp="never"), id="no number as end"),
        pytest.param(token_with(sid=None), id="no session"),
        pytest.param(token_with(sub="admin"), id="a name for a user id"),
        pytest.param(token_with(sid=5), id="a number for a session id"),
        pytest.param("", id="nothing"),
        pytest.param("a.b.c", id="not base64"),
        pytest.param("WyJhbGciXQ.e30.AAAA", id="a list for a header"),
        pytest.param("….….…", id="not ASCII"),
        pytest.param("é" * 3000, id="too long"),
    ],
)
def test_a_token_that_is_not_ours_to_the_letter_opens_nothing(signing: Signing, token: str) -> None:
    assert signing.open_session_token(token) is None


@given(st.binary(max_size=700))
def test_a_cursor_gives_back_its_payload(payload: bytes) -> None:
    signing = Signing(SECRET, "http://store")

    assert signing.open_cursor(signing.sign_cursor(payload)) == payload


@given(st.binary(max_size=40), st.data())
def test_a_cursor_with_any_character_changed_opens_nothing(payload: bytes, data: st.DataObject) -> None:
    signing = Signing(SECRET, "http://store")
    cursor = signing.sign_cursor(payload)
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.characters().filter(lambda character: character != cursor[place]))

    assert signing.open_cursor(cursor[:place] + other + cursor[place + 1 :]) is None


def test_a_cursor_has_one_spelling_and_a_bound(signing: Signing) -> None:
    cursor = signing.sign_cursor(b"page")
    other_server = Signing("another secret of another server, as long", "http://store")

    spellings = [cursor + "=", cursor + "\n", " " + cursor, cursor[:-1], "", "A", "A" * 1_000_000]

    assert [signing.open_cursor(text) for text in spellings] == [None] * len(spellings)
    assert other_server.open_cursor(cursor) is None
    with pytest.raises(ValueError, match="does not fit"):
        signing.sign_cursor(b"x" * 753)


def test_a_cursor_is_no_link_and_a_link_no_cursor(signing: Signing) -> None:
    token = link_token(signing.package_url(uuid4(), DIGEST, False, None))

    assert signing.open_cursor(token) is None
    assert signing.open_link(signing.sign_cursor(b"x" * 77)) is None


def link_token(url: str) -> str:
    head, _, token = url.rpartition("/")
    assert head == "https://store.example.org/files"
    return token


@pytest.mark.parametrize("viewer", [None, UUID(int=0), UUID(int=7)])
@pytest.mark.parametrize("suspended", [True, False])
def test_a_package_link_says_what_it_was_made_for(signing: Signing, viewer: UUID | None, suspended: bool) -> None:
    version = uuid4()

    claim = signing.open_link(link_token(signing.package_url(version, DIGEST, suspended, viewer)))

    assert claim == LinkClaim(Kind.VERSION, version, DIGEST, suspended, viewer, int(NOW) + LINK_SECONDS)


@pytest.mark.parametrize("kind", [Kind.TEMPLATE, Kind.STORE_APP])
def test_an_image_link_is_the_same_text_within_a_quarter_of_an_hour(signing: Signing, clock: Clock, kind: Kind) -> None:
    owner = encode_id(kind, uuid4())
    clock.now = 10 * LINK_SECONDS + 1
    first = signing.image_url(owner, DIGEST, None)

    clock.now = 11 * LINK_SECONDS - 1
    later = signing.image_url(owner, DIGEST, None)
    clock.now = 11 * LINK_SECONDS + 1
    after = signing.image_url(owner, DIGEST, None)

    assert first == later != after
    claim = signing.open_link(link_token(first))
    assert claim is not None
    assert claim.expires_at == 12 * LINK_SECONDS


def test_only_templates_and_store_apps_have_images(signing: Signing) -> None:
    with pytest.raises(ValueError, match="belongs to"):
        signing.image_url(encode_id(Kind.WORKSPACE, uuid4()), DIGEST, None)


def test_a_link_ends_after_its_time(signing: Signing, clock: Clock) -> None:
    claim = signing.open_link(link_token(signing.package_url(uuid4(), DIGEST, False, None)))
    assert claim is not None
    before = signing.is_expired(claim)

    clock.now = NOW + LINK_SECONDS

    assert (before, signing.is_expired(claim)) == (False, True)


def headers(*values: str) -> list[bytes]:
    return [value.encode("latin-1") for value in values]


def test_without_a_header_nobody_claims_to_be_anyone(signing: Signing) -> None:
    assert credential_in(headers(), signing) is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_bearer_token_is_a_session_or_an_api_token(signing: Signing, scheme: str) -> None:
    session_id, user_id = uuid4(), uuid4()
    token = signing.session_token(session_id, user_id, in_an_hour())

    assert credential_in(headers(f"{scheme} {token}"), signing) == SessionClaim(session_id, user_id)
    assert credential_in(headers(f"{scheme} chy_abc"), signing) == ApiTokenSecret("chy_abc")


@pytest.mark.parametrize(
    "values",
    [
        [""],
        ["Bearer"],
        ["Bearer "],
        ["Bearer x"],
        ["Basic YWRtaW46YWRtaW4="],
        ["chy_abc"],
        ["Bearer chy_abc", "Bearer chy_abc"],
        ["Bearer chy_" + "x" * 9000],
    ],
)
def test_a_header_that_is_no_credential_is_refused_and_not_taken_for_none(signing: Signing, values: list[str]) -> None:
    with pytest.raises(Unauthenticated):
        credential_in(headers(*values), signing)


def test_a_secret_is_not_shown_when_a_credential_is_printed() -> None:
    assert "abc" not in repr(ApiTokenSecret("chy_abc"))
