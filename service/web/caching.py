"""What may be kept of a response, and by whom."""

from litestar.datastructures import MutableScopeHeaders

_SCRIPT = "/widget/i-statement.js"
_SCRIPT_CACHING = "public, max-age=3600, stale-while-revalidate=86400"


def set_caching(path: str, status: int, headers: MutableScopeHeaders) -> None:
    """Nothing is stored, except the script: it is the same for everybody and holds no words of a person."""
    if path == _SCRIPT and status < 400:
        headers["Cache-Control"] = _SCRIPT_CACHING
        headers["Vary"] = "Accept-Encoding, Origin"
    else:
        headers["Cache-Control"] = "no-store"
        headers["Vary"] = "Origin"
