"""Shipped files and pages for browsers, with the policy that every page of the service keeps to."""

import gzip
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha384
from importlib.resources import files

from litestar import Response

# What the pages' browser may do: load from here, talk to here, and nothing else.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action {forms}; "
    "require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors {ancestors}"
)
_TYPES = {
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "ts": "text/plain",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True)
class WebFile:
    """A shipped file with what a browser needs to know of it; `integrity` is what a page may pin it to."""

    content: bytes
    packed: bytes
    media_type: str
    etag: str
    integrity: str


@cache
def web_file(folder: str, name: str) -> WebFile:
    """Read a shipped file once."""
    content = (files("service.web") / "static" / folder / name).read_bytes()
    digest = sha384(content).digest()
    return WebFile(
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        media_type=_TYPES[name.rsplit(".", 1)[-1]],
        etag=digest[:12].hex(),
        integrity=f"sha384-{b64encode(digest).decode()}",
    )


def sent_file(file: WebFile, encodings: str, headers: dict[str, str] | None = None) -> Response[bytes]:
    """A file as a response, packed where the browser takes it so."""
    packed = "gzip" in encodings
    more = {"Content-Encoding": "gzip"} if packed else {}
    return Response(file.packed if packed else file.content, headers={**(headers or {}), **more}, media_type=file.media_type)


def page(content: bytes, *, ancestors: Sequence[str] = ("'none'",), forms: str = "'none'") -> Response[bytes]:
    """A page under the policy; `ancestors` may frame it, and its forms may lead to `forms`."""
    policy = _POLICY.format(ancestors=" ".join(ancestors), forms=forms)
    return Response(content, media_type=_TYPES["html"], headers={"Content-Security-Policy": policy})
