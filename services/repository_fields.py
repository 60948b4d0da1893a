"""What people may say of a repository: where it is, credentials that fit together, a period that others can bear.

Credentials are for the host that they were given for. No message repeats a value of theirs.
"""

from dataclasses import replace

from domain.commands.repositories import UpdateRepository
from domain.errors import FaultCode, reject
from domain.upstream import LEAST_PERIOD_S, RepositoryCredentials, RepositoryKind
from outbound.urls import RepositoryUrl, UrlFault, origin_of, parse_repository_url, place_of
from services.call import Call
from services.secrets import Unopened
from services.texts import Checks
from services.upstreams import Address
from storage.tables import Repository

MOST_PERIOD_S = 7 * 24 * 3600
SHORT, LONG = 4096, 64 * 1024
_SHORT = {
    "username": "username",
    "password": "password",
    "access_key_id": "accessKeyId",
    "secret_access_key": "secretAccessKey",
}
_PEM = {"ca_certificate": "caCertificate", "client_certificate": "clientCertificate", "client_key": "clientKey"}
_SPELLED = {**_SHORT, **_PEM}
_TOGETHER = (("access_key_id", "secret_access_key"), ("client_certificate", "client_key"))
NOTHING = RepositoryCredentials()


def checked_period(checks: Checks, period_s: int) -> int:
    """The period; notes one that would ask too often, or so seldom that it is a mistake."""
    if period_s != 0 and not LEAST_PERIOD_S <= period_s <= MOST_PERIOD_S:
        allowed = f"{LEAST_PERIOD_S} to {MOST_PERIOD_S} seconds"
        message = f"syncPeriod must be 0, for syncs on demand only, or {allowed}, not {period_s}."
        checks.fault(FaultCode.INVALID, message, "syncPeriod")
    return period_s


def address_given(checks: Checks, url: str, credentials: RepositoryCredentials | None) -> Address:
    """How a repository is reached. Raises all that was noted, here and before."""
    _check_credentials(checks, credentials or NOTHING)
    try:
        parsed = parse_repository_url(url)
    except UrlFault as fault:
        checks.fault(FaultCode.INVALID, f"url {fault}.", "url")
        checks.done()
        raise
    joined = _joined(checks, parsed, credentials or NOTHING)
    checks.done()
    return Address(parsed.kind, parsed.url, None if joined == NOTHING else joined)


def address_changed(call: Call, repository: Repository, command: UpdateRepository) -> Address | None:
    """How a repository will be reached, where that changes; None where it does not. INVALID, REQUIRED by field.

    New credentials take the place of all that there were. Whoever may change the URL need not know the password, and
    shall not learn it by having it sent to a host of theirs: for another host, port or scheme it is given anew.
    """
    checks = Checks()
    given = address_given(checks, repository.url if command.url is None else command.url, command.credentials)
    if command.credentials == NOTHING:
        message = "credentials has nothing in it; set removeCredentials to remove what is stored."
        checks.fault(FaultCode.REQUIRED, message, "credentials")
    if command.remove_credentials and given.credentials is not None:
        checks.fault(FaultCode.INVALID, "Give credentials or removeCredentials, not both.", "removeCredentials")
    checks.done()
    if given.credentials is not None or repository.credentials is None:
        is_same = given.credentials is None and given.url == repository.url
        return None if is_same else given
    if command.remove_credentials:
        return given
    return None if given.url == repository.url else _with_stored(call, repository, given)


def _with_stored(call: Call, repository: Repository, given: Address) -> Address:
    """Another address on the host that the stored credentials are for."""
    if _origin(given.kind, given.url) != _origin(RepositoryKind(repository.kind), repository.url):
        message = (
            "The stored credentials are for another host: give credentials for this one, or set removeCredentials."
        )
        raise reject(FaultCode.REQUIRED, message, "credentials")
    return replace(given, credentials=opened(call, repository, "credentials"), are_stored=True)


def opened(call: Call, repository: Repository, *path: str) -> RepositoryCredentials | None:
    """The stored credentials. UNREACHABLE at the path, in words, when this server cannot open them."""
    if repository.credentials is None:
        return None
    try:
        return call.secrets.open(repository.id, repository.credentials)
    except Unopened as error:
        raise reject(FaultCode.UNREACHABLE, str(error), *path) from error


def _origin(kind: RepositoryKind, url: str) -> tuple[str, str, int]:
    return origin_of(url if kind is RepositoryKind.HELM else place_of(url).endpoint)


def _check_credentials(checks: Checks, credentials: RepositoryCredentials) -> None:
    for name, spelled in _SPELLED.items():
        value = getattr(credentials, name)
        if value is not None:
            _check_one(checks, name, spelled, value)
    for both in _TOGETHER:
        missing = [name for name in both if not getattr(credentials, name)]
        if len(missing) == 1:
            message = f"{_SPELLED[both[0]]} and {_SPELLED[both[1]]} go together."
            checks.fault(FaultCode.REQUIRED, message, "credentials", _SPELLED[missing[0]])
    if credentials.password and not credentials.username:
        checks.fault(FaultCode.REQUIRED, "A password needs a username.", "credentials", "username")


def _check_one(checks: Checks, name: str, spelled: str, value: str) -> None:
    limit = SHORT if name in _SHORT else LONG
    if len(value) > limit:
        message = f"{spelled} has {len(value)} characters; at most {limit} fit."
        checks.fault(FaultCode.TOO_LONG, message, "credentials", spelled)
    elif name in _PEM and "-----BEGIN " not in value:
        checks.fault(FaultCode.INVALID, f"{spelled} must be PEM text (-----BEGIN …).", "credentials", spelled)
    elif name in _SHORT and any(one < " " or one == "\x7f" for one in value):
        checks.fault(FaultCode.INVALID, f"{spelled} has a control character.", "credentials", spelled)
    elif name == "access_key_id" and not value.isascii():
        message = f"{spelled} has a character outside ASCII, which no key of S3 has; it goes into a header as it is."
        checks.fault(FaultCode.INVALID, message, "credentials", spelled)
    elif name == "username" and ":" in value:
        # RFC 7617 2: the first colon ends the username.
        checks.fault(FaultCode.INVALID, "username must have no colon.", "credentials", spelled)


def _joined(checks: Checks, parsed: RepositoryUrl, given: RepositoryCredentials) -> RepositoryCredentials:
    """Those given, with the username and password that the URL was entered with; notes when both say who it is."""
    found = parsed.credentials
    if found is None:
        return given
    _check_credentials(checks, found)
    if any((given.username, given.password, given.access_key_id, given.secret_access_key)):
        message = "url has a username in it already; give it in one of the two places."
        checks.fault(FaultCode.INVALID, message, "url")
    names = ("username", "password", "access_key_id", "secret_access_key")
    return replace(given, **{name: getattr(found, name) for name in names})
