"""The page at `/docs`: the OpenAPI description as plain HTML, without scripts and without a network."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,sans-serif;max-width:56rem;margin:0 auto;padding:1rem}
code,pre{font-family:ui-monospace,monospace;font-size:.92em}
pre{overflow-x:auto;padding:.75rem;border:1px solid;border-radius:.4rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8886}
section{margin:2rem 0}
"""
_EXAMPLE = {"messages": [{"role": "user", "content": "we keep having the same fight about chores"}], "country": "GB"}


class PlainDocs(OpenAPIRenderPlugin):
    """Renders the schema on the server."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page as HTML bytes."""
        info = openapi_schema["info"]
        paths = "".join(_operations(openapi_schema))
        schemas = "".join(_schemas(openapi_schema))
        curl = f"curl -H 'content-type: application/json' -d '{json.dumps(_EXAMPLE)}' {request.base_url}v1/chat"
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>API</title>'
            f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body><main>'
            f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info.get('description') or '')}</p>"
            f'<p>The same as data: <a href="{self.get_openapi_json_route(request)}">openapi.json</a></p>'
            f"<h2>Try it</h2><pre>{escape(curl)}</pre><h2>Routes</h2>{paths}<h2>Records</h2>{schemas}</main></body></html>"
        )
        return page.encode()


def _operations(schema: dict[str, Any]) -> Iterator[str]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            yield (
                f"<section><h3><code>{method.upper()} {escape(path)}</code> {escape(operation.get('summary', ''))}</h3>"
                f"<p>{escape(operation.get('description') or '')}</p>"
                f"{_parameters(operation.get('parameters', []))}"
                f"{f'<p>Body: {_type(body)}</p>' if body else ''}{''.join(_answers(operation))}</section>"
            )


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(p['name'])}</code></th><td>in {p['in']}</td><td>{escape(p.get('description') or '')}</td></tr>"
        for p in parameters
    )
    return f"<table>{rows}</table>" if rows else ""


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    for status, response in operation.get("responses", {}).items():
        for media, content in response.get("content", {}).items():
            if status.startswith("2"):
                yield f"<p>{status}: {_type(content.get('schema', {}))} as {escape(media)}</p>"


def _schemas(schema: dict[str, Any]) -> Iterator[str]:
    for name, record in sorted(schema.get("components", {}).get("schemas", {}).items()):
        required = record.get("required", [])
        rows = "".join(
            f"<tr><th scope='row'><code>{escape(key)}</code></th><td>{_type(value)}{'' if key in required else ', optional'}</td>"
            f"<td>{escape(value.get('description') or '')}</td></tr>"
            for key, value in record.get("properties", {}).items()
        )
        about = escape(record.get("description") or "")
        yield f'<section id="{escape(name)}"><h3>{escape(name)}</h3><p>{about}</p><table>{rows}</table></section>'


def _type(schema: dict[str, Any]) -> str:
    if reference := schema.get("$ref"):
        name = escape(reference.rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if choices := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(_type(choice) for choice in choices)
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    kind = schema.get("type", "any")
    kinds = kind if isinstance(kind, list) else [kind]
    named = " or ".join(escape(str(k)) for k in kinds)
    return f"list of {_type(schema['items'])}" if "array" in kinds and schema.get("items") else named
