"""Plain text and Markdown: an optional YAML front matter, then the text, kept to the character."""

from __future__ import annotations

import re
from dataclasses import replace

import yaml

from ingest.errors import ReportError
from ingest.parse_encoding import decode
from ingest.parse_fields import Parsed, from_fields

# At most 64 kB, so that a text with a ruled line here and another a chapter later is not taken for one long front matter.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.{0,65536}?)(?:^---|^\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_TITLE = 200


class _Loader(yaml.BaseLoader):
    """Every scalar is a string ("no" is Norwegian, a date stays as written); no aliases, which could grow without bound."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not taken")
        return super().compose_node(parent, index)


def parse_text(raw: bytes, declared: str = "") -> Parsed:
    """A txt or md file. Its title is the front matter's, else a short first line (which stays in the text)."""
    decoded = decode(raw, declared)
    front, body, warning = _front_matter(decoded.text)
    parsed = from_fields({"title": first_line_title(body)} | front, text=body)
    return replace(parsed, warnings=(*filter(None, (decoded.warning, warning)), *parsed.warnings))


def first_line_title(text: str) -> str:
    """The first line, if it is short and text follows it; "" if it is only where a hard-wrapped text breaks."""
    lines = text.strip().splitlines()
    head = lines[0].strip() if len(lines) > 1 else ""
    if not head or len(head) > _LONGEST_TITLE:
        return ""
    longest = max(map(len, lines))
    wrapped = longest <= 120 and lines[1].strip() and len(head) > 0.7 * longest and len(lines) > 2
    return "" if wrapped else head.lstrip("#").strip() if head.startswith("#") else head


def _front_matter(text: str) -> tuple[dict[str, object], str, str]:
    """Named fields, the text after them, and a warning. What only looks like front matter stays text, so that nothing is lost."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text, ""
    try:
        fields = yaml.load(match[1], _Loader)  # a BaseLoader builds strings, lists and mappings only
    except yaml.YAMLError as error:
        return {}, text, f"its front matter is not valid YAML ({_where(error)}); kept as text"
    if not isinstance(fields, dict):
        return {}, text, ""
    body = text[match.end() :].lstrip("\r\n")
    if not body.strip():
        raise ReportError("has no text after its front matter")
    return fields, body, ""


def _where(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 2}: {error.problem}"
    return " ".join(str(error).split())
