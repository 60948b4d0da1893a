"""`GET /files/{token}`: opens a signed link, if what it was made for may still be had, by a redirect to the bucket.

A link carries no right: at each use its viewer is looked up afresh and the thing is looked for under their scope.
"""

from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.errors import Unauthenticated, Unavailable
from domain.ids import Kind
from policies.predicate import Thing
from policies.principal import Principal
from policies.scope import scope_of
from server.auth.signing import LinkClaim
from server.http.errors import HttpFault, fault_response
from server.wiring import Parts
from storage.database import Reader
from storage.queries.links import LinkedImage, LinkedPackage, image_of, package_of

THINGS = {Kind.TEMPLATE: Thing.TEMPLATE, Kind.STORE_APP: Thing.STORE_APP}
CHART_TYPE = "application/gzip"
CACHING = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")


@dataclass(frozen=True, slots=True)
class LinkRoute:
    """Opens links with the parts of this process."""

    parts: Parts

    def route(self) -> Route:
        """The route, for GET and HEAD."""
        return Route("/files/{token}", self.open, name="files")

    async def open(self, request: Request) -> Response:
        """302 to the bytes; 410 for a link of ours that is too old; 404, always the same, for anything else."""
        claim = self.parts.signing.open_link(request.path_params["token"])
        try:
            if claim is None:
                raise not_there()
            if self.parts.signing.is_expired(claim):
                raise HttpFault(410, "This link has expired; ask for a new one.")
            return _redirect(await self._target(claim, head=request.method == "HEAD"))
        except HttpFault as fault:
            return fault_response(fault)
        except Unavailable as failure:
            return fault_response(HttpFault(503, str(failure)))

    async def _target(self, claim: LinkClaim, head: bool) -> str:
        async with self.parts.database.read() as reader:
            principal = await self._viewer(reader, claim.viewer_id)
            if claim.owner_kind is Kind.VERSION:
                return await self._package(reader, principal, claim, head)
            return await self._image(reader, principal, claim, head)

    async def _viewer(self, reader: Reader, viewer_id: UUID | None) -> Principal:
        if viewer_id is None:
            return self.parts.principals.anonymous()
        try:
            return await self.parts.principals.of_user(reader, viewer_id)
        except Unauthenticated:
            raise not_there() from None

    async def _package(self, reader: Reader, principal: Principal, claim: LinkClaim, head: bool) -> str:
        scope = scope_of(principal, Thing.VERSION)
        found = await reader.run(
            lambda session: package_of(session, scope, claim.owner_id, claim.digest, may_be_suspended=claim.suspended)
        )
        if found is None:
            raise not_there()
        if not head:
            self.parts.downloads.count(claim.owner_id)
        return self.parts.blobs.link(claim.digest, package_file_name(found), CHART_TYPE, head=head)

    async def _image(self, reader: Reader, principal: Principal, claim: LinkClaim, head: bool) -> str:
        scope = scope_of(principal, THINGS[claim.owner_kind])
        found: LinkedImage | None = await reader.run(
            lambda session: image_of(session, scope, claim.owner_id, claim.digest)
        )
        if found is None:
            raise not_there()
        return self.parts.blobs.link(claim.digest, "image", found.content_type, inline=True, head=head)


def not_there() -> HttpFault:
    """The one answer for what never was, what is gone, and what is not for this viewer."""
    return HttpFault(404, "There is no such file, or not any more.")


def package_file_name(package: LinkedPackage) -> str:
    """`<chart>-<version>.tgz`, of characters that mean nothing in a header or a path."""
    name = f"{package.chart_name}-{package.chart_version}"
    return "".join(character if character in _NAME_CHARACTERS else "_" for character in name)[:200] + ".tgz"


def _redirect(url: str) -> Response:
    return Response(status_code=302, headers={"Location": url, **CACHING})
