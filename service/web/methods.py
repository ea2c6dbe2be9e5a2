"""Which methods an address takes, so that a refused one can be told what to use instead."""

import re
from collections.abc import Callable, Iterable

from litestar.routes import BaseRoute, HTTPRoute

_PARAMETER = re.compile(r"\{[^}]+\}")
AllowedMethods = Callable[[str], str]
"""From a path to the value of `Allow`; empty where nothing is there."""


def allowed_methods(routes: Iterable[BaseRoute]) -> AllowedMethods:
    """A look-up over the routes of an application."""
    table = [(_pattern(route.path), route.methods) for route in routes if isinstance(route, HTTPRoute)]

    def allowed(path: str) -> str:
        bare = path.rstrip("/") or "/"
        return ", ".join(sorted({method for pattern, methods in table if pattern.fullmatch(bare) for method in methods}))

    return allowed


def _pattern(path: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in _PARAMETER.split(path))
    return re.compile("[^/]+".join(parts))
