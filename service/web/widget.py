"""The widget's files, the page for frames and the playground.

The script may be cached and loaded from any site; everything else is as private as the rest of the service.
"""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from service.domain.errors import NotFoundError
from service.web.pages import page, sent_file, web_file
from service.wiring import Services

_FOLDER = "widget"
_PUBLIC = ("i-statement.js", "i-statement.d.ts", "custom-elements.json", "pages.css", "embed.js", "playground.js")
AnyRequest = Request[Any, Any, Any]


@get("/widget/{name:str}", summary="Files of the widget", tags=["widget"], include_in_schema=False)
async def widget_file(name: FromPath[str], request: AnyRequest) -> Response[bytes]:
    """The element's script, its types, its manifest, and what its pages need."""
    if name not in _PUBLIC:
        raise NotFoundError("there is no such file; see /widget")
    file = web_file(_FOLDER, name)
    encodings = request.headers.get("accept-encoding", "")
    etag = f'"{file.etag}-gzip"' if "gzip" in encodings else f'"{file.etag}"'
    headers = {"ETag": etag, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    if _same(etag, request.headers.get("if-none-match", "")):
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers, media_type=file.media_type)
    return sent_file(file, encodings, headers)


@get("/embed", include_in_schema=False)
async def embed(services: NamedDependency[Services]) -> Response[bytes]:
    """The widget alone on a page, for frames of the allowed origins."""
    return page(web_file(_FOLDER, "embed.html").content, ancestors=("'self'", *services.settings.allowed_origins))


@get("/widget", include_in_schema=False)
async def playground() -> Response[bytes]:
    """Try the widget and take along the lines that put it on another page."""
    integrity = web_file(_FOLDER, "i-statement.js").integrity
    return page(web_file(_FOLDER, "playground.html").content.replace(b"INTEGRITY", integrity.encode()))


def _same(etag: str, wanted: str) -> bool:
    return wanted == "*" or etag in [one.strip().removeprefix("W/") for one in wanted.split(",")]


WIDGET_ROUTES = [widget_file, embed, playground]
