"""`/auth/…`: signing in by a provider, and out. From redirects and cookies to use cases; no script sees a token.

People come here with their browsers, so who asks for a page is refused with one.
"""

import html
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from domain.errors import Forbidden, Unauthenticated, Unavailable
from server.auth.oidc.flow import BadSignIn
from server.auth.oidc.pending import PENDING_S, is_path_here
from server.auth.sign_in import CALLBACK, SignIn
from server.http.credential import credential_of
from server.http.errors import HttpFault, fault_response
from server.http.head import address_of, read_head
from server.wiring import Parts, call_by
from services.identities import is_first_use, sign_in
from services.sign_out import sign_out

LOGIN = "/auth/oidc/login"
MAX_ANSWER_CHARS = 8192
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class SignInRoutes:
    """The routes with the parts of this process; those of the provider are there when it is."""

    parts: Parts

    def routes(self) -> list[Route]:
        """`/auth/providers`, `/auth/oidc/login`, `/auth/oidc/callback` and `/auth/logout`."""
        always = [
            Route("/auth/providers", self.providers, methods=["GET"]),
            Route("/auth/logout", refusing(self.leave), methods=["POST"]),
        ]
        provider = self.parts.sign_in
        if provider is None:
            return always
        visit = _Visit(self.parts, provider)
        return [
            *always,
            Route(LOGIN, refusing(visit.begin), methods=["GET"]),
            Route(CALLBACK, visit.end, methods=["GET"]),
        ]

    async def providers(self, _: Request) -> Response:
        """Whom one can sign in by, and where that begins."""
        known = self.parts.sign_in
        if known is None:
            return JSONResponse([])
        return JSONResponse([{"name": known.terms.provider, "url": known.cookies.public_url + LOGIN}])

    async def leave(self, request: Request) -> Response:
        """204 when the session of the request, by cookie or header, is over: also when it was before, or there is none.

        403 for a cookie that does not count (server/http/credential.py): its session goes on.
        """
        head, known = read_head(request.scope), self.parts.sign_in
        if not head.values(b"authorization") and not head.is_preflighted:
            raise HttpFault(403, "Send a GraphQL-Require-Preflight header with the cookie, against forgery.")
        response = Response(status_code=204)
        try:
            credential = credential_of(head, self.parts)
            if credential is not None:
                async with call_by(self.parts, credential, address_of(request.scope)) as call:
                    await sign_out(call)
            elif known is not None and known.cookies.session_in(head.values(b"cookie")) is not None:
                raise HttpFault(403, "Send a GraphQL-Require-Preflight header with the cookie, against forgery.")
        except Unauthenticated:
            pass  # what it claims is over already
        if known is not None and not head.values(b"authorization"):
            known.cookies.drop_session(response)
        return response


@dataclass(frozen=True, slots=True)
class _Visit:
    """A browser's way to the provider and back."""

    parts: Parts
    sign_in: SignIn

    async def begin(self, request: Request) -> Response:
        """302 to the provider, which sends the browser back to the callback; from there it goes to `return_to`."""
        return_to = request.query_params.get("return_to", "/")
        if not is_path_here(return_to):
            raise HttpFault(400, "return_to must be a path of this site, such as /store.")
        url, sealed = await self.sign_in.flow.begin(return_to)
        response = RedirectResponse(url, 302)
        self.sign_in.cookies.keep_pending(response, sealed, PENDING_S)
        return response

    async def end(self, request: Request) -> Response:
        """303 to where the sign-in wanted to go, with a session; whatever happens, this sign-in is over."""
        response = await refusing(self._signed_in)(request)
        self.sign_in.cookies.drop_pending(response)
        return response

    async def _signed_in(self, request: Request) -> Response:
        if len(request.scope["query_string"]) > MAX_ANSWER_CHARS:
            raise HttpFault(400, "The provider's answer is too long.")
        cookies = self.sign_in.cookies
        sealed = cookies.pending_in(read_head(request.scope).values(b"cookie"))
        pending = await self.sign_in.flow.returned(sealed, request.query_params)
        if not await is_first_use(self.parts.database, pending.id, pending.expires_at):
            raise BadSignIn("This sign-in came back from the provider before.")
        identity = await self.sign_in.flow.identify(pending, request.query_params.get("code", ""))
        async with call_by(self.parts, None, address_of(request.scope)) as call:
            session = await sign_in(call, identity, self.sign_in.terms)
        response = RedirectResponse(cookies.public_url + pending.return_to, 303)
        cookies.keep_session(response, session.token, session.expires_at)
        return response


def refusing(handler: Handler) -> Handler:
    """The handler, with what it refuses as a page for who asks for one, else as JSON."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except HttpFault as fault:
            return _refusal(request, fault)
        except BadSignIn as fault:
            return _refusal(request, HttpFault(400, f"{fault} Please sign in again."))
        except Forbidden as fault:
            return _refusal(request, HttpFault(403, str(fault)))
        except Unavailable as fault:
            return _refusal(request, HttpFault(503, str(fault)))

    return handle


def _refusal(request: Request, fault: HttpFault) -> Response:
    if "text/html" not in Headers(scope=request.scope).get("accept", ""):
        return fault_response(fault)
    message = html.escape(fault.message)
    page = f'<!doctype html><html lang="en"><title>Not signed in</title><h1>Not signed in</h1><p>{message}</p></html>'
    return HTMLResponse(page, fault.status)
