"""The widget's files, the page for frames and the playground.

The script may be cached and loaded from any site; everything else is as private as the rest of the service.
"""

import gzip
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha384
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from service.domain.errors import NotFoundError
from service.wiring import Services

# What the pages' browser may do: load from here, talk to here, and nothing else.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors {ancestors}"
)
_TYPES = {
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "ts": "text/plain",
    "html": "text/html",
}
_PUBLIC = ("i-statement.js", "i-statement.d.ts", "custom-elements.json", "pages.css", "embed.js", "playground.js")
AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class WebFile:
    """A shipped file with what a browser needs to know of it; `integrity` is what a page may pin it to."""

    content: bytes
    packed: bytes
    media_type: str
    etag: str
    integrity: str


@cache
def web_file(name: str) -> WebFile:
    """Read a shipped file once."""
    content = (files("service.web") / "static" / "widget" / name).read_bytes()
    digest = sha384(content).digest()
    return WebFile(
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        media_type=_TYPES[name.rsplit(".", 1)[-1]],
        etag=digest[:12].hex(),
        integrity=f"sha384-{b64encode(digest).decode()}",
    )


@get("/widget/{name:str}", summary="Files of the widget", tags=["widget"], include_in_schema=False)
async def widget_file(name: FromPath[str], request: AnyRequest) -> Response[bytes]:
    """The element's script, its types, its manifest, and what its pages need."""
    if name not in _PUBLIC:
        raise NotFoundError("there is no such file; see /widget")
    file = web_file(name)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{file.etag}-gzip"' if packed else f'"{file.etag}"'
    headers = {"ETag": etag, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    if _same(etag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers, media_type=file.media_type)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.packed if packed else file.content, headers=headers, media_type=file.media_type)


@get("/embed", include_in_schema=False)
async def embed(services: NamedDependency[Services]) -> Response[bytes]:
    """The widget alone on a page, for frames of the allowed origins."""
    return _page(web_file("embed.html").content, ("'self'", *services.settings.allowed_origins))


@get("/widget", include_in_schema=False)
async def playground() -> Response[bytes]:
    """Try the widget and take along the lines that put it on another page."""
    content = web_file("playground.html").content
    return _page(content.replace(b"INTEGRITY", web_file("i-statement.js").integrity.encode()), ("'none'",))


def _page(content: bytes, ancestors: Sequence[str]) -> Response[bytes]:
    policy = _POLICY.format(ancestors=" ".join(ancestors))
    return Response(content, media_type=_TYPES["html"], headers={"Content-Security-Policy": policy})


def _same(etag: str, wanted: str) -> bool:
    return wanted == "*" or etag in [one.strip().removeprefix("W/") for one in wanted.split(",")]


WIDGET_ROUTES = [widget_file, embed, playground]
