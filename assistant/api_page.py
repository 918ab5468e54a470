"""The page that explains the HTTP API: plain HTML made from its OpenAPI schema, nothing fetched from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
code,pre{font:14px/1.45 ui-monospace,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.75rem;border:1px solid #8884;border-radius:6px}
h2{margin-top:2.5rem}
b.m{display:inline-block;min-width:3.5rem;color:#0a7}
summary{cursor:pointer}
"""

_ERRORS = (
    'Every error is `{"error": "one line"}`: 422 for what cannot be taken as it is, 404 for what is not there, 409 when too much is under '
    "way, 503 when a part that is needed cannot be reached."
)

_EXAMPLES = {
    "/api/ask": """curl -s {at}/api/ask -H 'Content-Type: application/json' \\
  -d '{{"question": "Combien de civils ont été tués ?", "history": [], "scope": {{"published_from": "2024-12"}}}}'""",
    "/api/stream": "curl -sN {at}/api/stream -H 'Content-Type: application/json' -d '{{\"question\": \"Who controls Hama?\"}}'",
    "/api/reports": "curl -s {at}/api/reports",
    "/api/reports/{report_id}": "curl -s {at}/api/reports/ID",
    "/api/ingest": """curl -s {at}/api/ingest -F files=@report.txt -F files=@more.jsonl
curl -s {at}/api/ingest -H 'Content-Type: application/json' -d '{{"records": [{{"id": "1", "text": "..."}}]}}'""",
    "/api/figures": "curl -sG {at}/api/figures --data-urlencode 'query=civilians killed'",
    "/api/health": "curl -s {at}/api/health",
}


def html(schema: Mapping[str, Any], at: str = "http://127.0.0.1:7860") -> str:
    """The page for an OpenAPI schema; `at` is the server's address in the examples."""
    python = f'from assistant import Client; Client("{at}").ask("...")'
    title = f"{schema['info']['title']} {schema['info']['version']}"
    calls = "".join(
        _call(method, path, call, at) for path, methods in schema["paths"].items() for method, call in methods.items() if "summary" in call
    )
    parts = "".join(_part(name, part) for name, part in sorted(schema["components"]["schemas"].items()) if "ValidationError" not in name)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)} API</title><style>{_STYLE}</style><h1>{escape(title)}: HTTP API</h1>"
        f"<p>{_prose(schema['info'].get('summary', ''))} {_prose(_ERRORS)} From Python: <code>{escape(python)}</code>. "
        f'As a machine reads it: <a href="openapi.json">openapi.json</a>.</p>{calls}<h2>What is in it</h2>{parts}</html>'
    )


def _call(method: str, path: str, call: Mapping[str, Any], at: str) -> str:
    asks = "".join(
        f"<li><code>{escape(given['name'])}</code> ({escape(given['in'])}) {escape(given.get('description', ''))}</li>"
        for given in call.get("parameters", [])
    )
    example = _EXAMPLES[path].format(at=at) if path in _EXAMPLES else ""
    gives = escape(_named(call["responses"]["200"]))
    return (
        f'<h2><b class="m">{method.upper()}</b> <code>{escape(path)}</code></h2><p><strong>{escape(call["summary"])}.</strong> '
        f"{_prose(call.get('description', ''))} Gives <code>{gives}</code>.</p><ul>{asks}</ul><pre>{escape(example)}</pre>"
    )


def _prose(text: str) -> str:
    """Text with `names` as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def _named(answer: Mapping[str, Any]) -> str:
    """The name of what an answer holds."""
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    ref = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    name = ref.rsplit("/", 1)[-1] or schema.get("type", "a stream")
    return f"[{name}]" if "items" in schema else str(name)


def _part(name: str, part: Mapping[str, Any]) -> str:
    body = json.dumps(part, indent=1, ensure_ascii=False)
    return (
        f"<details><summary><code>{escape(name)}</code> {_prose(part.get('description', ''))}</summary><pre>{escape(body)}</pre></details>"
    )
