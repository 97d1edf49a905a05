"""The page that says how to ask, made of the OpenAPI description: no script, and nothing from another host."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

_STYLE = """
body { font: 16px/1.5 sans-serif; margin: 2rem auto; max-width: 54rem; padding: 0 1rem; color: #1c2733 }
code, pre { font-family: monospace; background: #eef2f6 } pre { padding: .8rem; overflow: auto }
h2 { margin-top: 2rem; border-top: 1px solid #c9d3dc; padding-top: 1rem } h3 { margin: .8rem 0 .2rem; font-size: 1rem }
td { padding: 0 1rem .2rem 0; vertical-align: top }
"""

Node = Mapping[str, Any]


def page(description: Node, port: int) -> str:
    """HTML of every operation: what it does, how curl asks it, what it takes and what it answers."""
    info = description["info"]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])}</h1><p>{escape(info['description'])}</p>",
        "<p>The same for programs: <a href=/openapi.json>openapi.json</a></p>",
    ]
    schemas: Node = description["components"]["schemas"]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            parts += _operation(path, method.upper(), operation, port, schemas)
    return "".join(parts)


def _operation(path: str, method: str, operation: Node, port: int, schemas: Node) -> Iterator[str]:
    bodies = list(_shapes(operation.get("requestBody", {}), schemas))
    data = ""
    if bodies:
        example = {name: (one.get("examples") or ["…"])[0] for name, one in bodies[0]["properties"].items()}
        data = f" -H 'Content-Type: application/json' -d '{json.dumps(example)}'"
    url = f"http://127.0.0.1:{port}{path}"
    curl = f'curl -X {method} -H "Authorization: Bearer $(cat api.token)"{data} \\\n  {url}'
    yield f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>"
    yield f"<pre>{escape(curl)}</pre>"
    asked = {one["name"]: one.get("description", "") for one in operation.get("parameters", ())}
    yield _table("It may be asked with", asked)
    for number, shape in enumerate(bodies):
        yield _table("It takes" if number == 0 else "or", _fields(shape))
    for shape in _shapes(operation["responses"].get("200", {}), schemas):
        yield _table("It tells", _fields(shape))
    answers = {status: answer["description"] for status, answer in sorted(operation["responses"].items())}
    yield _table("It answers", answers)


def _shapes(holder: Node, schemas: Node) -> Iterator[Node]:
    """The schemas of a JSON body, one or a choice of several."""
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    for one in schema.get("anyOf", [schema]):
        if "$ref" in one:
            yield schemas[one["$ref"].rpartition("/")[2]]


def _fields(shape: Node) -> dict[str, str]:
    return {name: one.get("description", "") for name, one in shape["properties"].items()}


def _table(head: str, rows: Mapping[str, str]) -> str:
    if not rows:
        return ""
    told = "".join(f"<tr><td><code>{escape(name)}</code><td>{escape(text)}" for name, text in rows.items())
    return f"<h3>{head}</h3><table>{told}</table>"
