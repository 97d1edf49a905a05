"""The page that says how to ask, made of the OpenAPI description: no script, and nothing from another host."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; color: #1c2733 }
code, pre { font-family: monospace; background: #eef2f6 } pre { padding: .8rem; overflow: auto }
h2 { margin-top: 2rem; border-top: 1px solid #c9d3dc; padding-top: 1rem } td { padding: 0 1rem .3rem 0 }
"""


def page(description: Mapping[str, Any], port: int) -> str:
    """HTML of every operation: what it does, how curl asks it, and what it answers."""
    info = description["info"]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>",
        "<p>The same for programs: <a href=/openapi.json>openapi.json</a></p>",
    ]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(path, method.upper(), operation, port))
    return "".join(parts)


def _operation(path: str, method: str, operation: Mapping[str, Any], port: int) -> str:
    data = ""
    if "requestBody" in operation:
        data = " -H 'Content-Type: application/json' -d @-"
    curl = f'curl -X {method} -H "Authorization: Bearer $(cat api.token)"{data} http://127.0.0.1:{port}{path}'
    asked = "".join(
        f"<tr><td><code>{escape(one['name'])}</code><td>{escape(one.get('description', ''))}"
        for one in operation.get("parameters", ())
    )
    answered = "".join(
        f"<tr><td>{escape(status)}<td>{escape(answer['description'])}"
        for status, answer in operation["responses"].items()
    )
    return (
        f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>"
        f"<pre>{escape(curl)}</pre><table>{asked}{answered}</table>"
    )
