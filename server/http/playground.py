"""`/playground`: hands out the built page and its files. What the page does, it does not know.

The files are known from the start: a name that is not among them is not looked for on the disk.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from server.http.accept import takes
from server.http.errors import HttpFault, fault_response

PATH = "/playground"
PLACE_OF_NONCE = "NONCE"
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; "
    # Monaco, the editor, places what it draws by style attributes, which no nonce can allow; they cannot load anything
    # that the other rules do not allow. Style elements need the nonce.
    "style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A file has its content in its name (RFC 8246).
FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
UNBUILT = """<!doctype html><html lang="en"><title>Chandlery playground</title><h1>The playground is not built</h1>
<p>It is built from <code>playground/</code> with packages from npm, and these could not be had when the server was
started. Run <code>make serve</code> again when npm's registry can be reached; it says what goes wrong.</p>
<p>Everything else works: the API is at <code>/graphql</code>.</p></html>"""


@dataclass(frozen=True, slots=True)
class Playground:
    """The page, None when it is not built, and the files that it loads, by name."""

    page: str | None
    files: Mapping[str, Path]

    @staticmethod
    def of(folder: Path) -> "Playground":
        """What lies in the folder that the build fills."""
        index, assets = folder / "index.html", (folder / "assets").glob("*")
        page = index.read_text(encoding="utf-8") if index.is_file() else None
        return Playground(page, {path.name: path for path in assets if path.is_file()})

    def routes(self) -> list[Route]:
        """The page and its files, for GET and HEAD."""
        return [
            Route(PATH, self.show),
            Route(f"{PATH}/", RedirectResponse("../playground", 303), methods=["GET"]),
            Route(f"{PATH}/assets/{{name}}", self.file),
        ]

    async def show(self, request: Request) -> Response:
        """The page, with a nonce of its own; 503 and how to build it when it is not built."""
        if self.page is None:
            return HTMLResponse(UNBUILT, 503)
        nonce = secrets.token_urlsafe(16)
        request.state.content_security_policy = POLICY.format(nonce=nonce).encode()
        return HTMLResponse(self.page.replace(PLACE_OF_NONCE, nonce))

    async def file(self, request: Request) -> Response:
        """A file, packed by gzip where that is at hand and taken; 404 for a name that the build did not make."""
        name = request.path_params["name"]
        if name not in self.files or name.endswith(".gz"):
            return fault_response(HttpFault(404, "Not Found."))
        accepted = request.headers.get("accept-encoding", "")
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        packed = self.files.get(f"{name}.gz") if takes([accepted.encode("latin-1")], "gzip", "*") else None
        if packed is not None:
            headers["Content-Encoding"] = "gzip"
        media_type = TYPES.get(Path(name).suffix, "application/octet-stream")
        return FileResponse(packed or self.files[name], headers=headers, media_type=media_type)
