"""What went wrong on the way, in words for whoever owns the repository: the host and the reason, and nothing more."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore2

from domain.upstream import Unreachable
from outbound.metered import Overlong


@contextmanager
def failures(host: str) -> Iterator[None]:
    """Turns whatever keeps a host from answering well into Unreachable. The cause stays attached, for the log."""
    try:
        yield
    except (httpcore2.TimeoutException, TimeoutError) as error:
        raise Unreachable(f"{host} does not answer in time.") from error
    except httpcore2.ConnectError as error:
        raise Unreachable(f"{host} {_why_no_connection(error)}.") from error
    except httpcore2.ProxyError as error:
        raise Unreachable(f"{host} cannot be reached by the proxy.") from error
    except Overlong as error:
        raise Unreachable(f"{host} sends too much around its answer.") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise Unreachable(f"{host} breaks off, or does not speak HTTP as it should.") from error


def refusal(host: str, status: int) -> Unreachable:
    """What a status other than the hoped for means."""
    if status in (401, 403):
        return Unreachable(f"{host} refuses with status {status}: check the credentials.")
    if status == 429:
        return Unreachable(f"{host} has been asked too often (status 429).")
    return Unreachable(f"{host} answers with status {status}.")


def _why_no_connection(error: BaseException) -> str:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that is not trusted ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "does not speak TLS as it should, or wants a client certificate"
    return "takes no connection"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
