"""An answer as lines for a terminal. What comes out of a report is data: it may neither steer the terminal nor pass for a line of ours."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from assistant.answer import Answer, Citation, Hit
from ingest.report import Report

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x07|\x1b\\|\x9c)"  # OSC, DCS ...: titles, links, clipboard; up to their end
    r"|\x1b[ -/]*[0-Z\\^-~]",
    re.DOTALL,
)
_JOINERS = "\u00ad\u200c\u200d\u200e\u200f\u061c"  # letters of several scripts need them, and none can turn a line around
_HITS = 5
_ROWS = 6  # shown of a list, so that a whole answer's making fits a screen
_OFFSETS = {"start", "end"}  # for programs
_FIRST, _LAST = ("score", "value", "report_id", "source", "publisher"), ("text", "quote", "sentence", "title")  # speak for themselves


def plain(text: str, *, lines: bool = False) -> str:
    """`text` without control characters, escape sequences and overrides; on one line unless `lines`."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    text = re.sub(r"[\t\r\v\f\x85\u2028\u2029]" if lines else r"\s", " ", text)
    kept = "".join(c if c == "\n" or c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} else "" for c in text)
    return "\n".join(re.sub(" {2,}", " ", line).strip() for line in kept.split("\n")).strip()


def cards(citations: Sequence[Citation], report: Callable[[str], Report | None], width: int = 0) -> Iterator[str]:
    """A card a citation: publisher and date, title, source, and the quote. `width` 0 does not wrap."""
    for cited in citations:
        dates = _dates(cited.published, report(cited.report_id))
        yield ""
        yield from _card(f"[{cited.marker}]", cited.publisher, dates, cited.title, cited.source, cited.attributed_to, cited.quote, width)


def passages(hits: Sequence[Hit], width: int = 0) -> Iterator[str]:
    """The passages that were found, best first."""
    for hit in hits[:_HITS]:
        yield ""
        yield from _card("-", hit.publisher, hit.published, hit.title, hit.source, "", hit.text, width)


def explain(answer: Answer, width: int = 100) -> Iterator[str]:
    """How the answer was made, a step after the other, short enough for a screen."""
    trace = answer.trace
    for step in trace.steps:
        yield from _step(step, width)
    seconds = " · ".join(f"{name} {value:.2f}" for name, value in trace.seconds.items())
    yield _cut(f"seconds: {seconds}", width)
    tokens = f"{trace.tokens_sent} tokens sent, {trace.tokens_read} read, {trace.tokens_written} written"
    yield _cut(f"model {trace.model or 'none'}, {tokens}, prompts {trace.prompt_version}, settings {trace.settings_hash}", width)


def _dates(published: str, report: Report | None) -> str:
    """The date that rules, and the other where the two disagree."""
    if report is None or not report.dates_disagree:
        return published
    return f"dated {report.published}, but its text says {report.dateline}"


def _card(marker: str, publisher: str, date: str, title: str, source: str, said_by: str, quote: str, width: int) -> Iterator[str]:
    indent = " " * (len(marker) + 1)
    head = ", ".join(filter(None, (plain(publisher) or "unknown publisher", plain(date) or "no date")))
    yield f"{marker} {head}: {plain(title)}" if title else f"{marker} {head}"
    yield f"{indent}{plain(source)}" + (f" (according to {plain(said_by)})" if said_by else "")
    yield from _wrapped(f'"{plain(quote)}"', indent, width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    if not width:
        return [indent + text]
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _step(step: Mapping[str, Any], width: int) -> Iterator[str]:
    """One step: its short facts in a line or two, then each list as rows."""
    facts = " ".join(
        f"{plain(name)} {_fact(value)}," for name, value in step.items() if name != "step" and not _is_rows(value) and _told(value)
    )
    head = f"{plain(str(step.get('step', 'step')))}: {facts.rstrip(',')}"
    yield from textwrap.wrap(head, width, subsequent_indent="  ", max_lines=2, placeholder=" …") or [head]
    for name, rows in step.items():
        if _is_rows(rows):
            more = f", the first {_ROWS} of {len(rows)}" if len(rows) > _ROWS else ""
            yield _cut(f"  {plain(name)}{more}", width)
            yield from (_cut(f"    {_row(row)}", width) for row in rows[:_ROWS])


def _is_rows(value: object) -> bool:
    """Whether it needs a line an entry: a list of things with names, or of more than a few words."""
    return isinstance(value, list | tuple) and any(isinstance(entry, Mapping) or len(str(entry)) > 30 for entry in value)


def _row(row: object) -> str:
    """One entry of a list: score and place, then the other signs that are not zero, then the words, which may be cut."""
    if not isinstance(row, Mapping):
        return _fact(row)
    between = [name for name in row if name not in {*_FIRST, *_LAST, *_OFFSETS} and _told(row[name])]
    parts = [_fact(row[name]) for name in _FIRST if name in row]
    parts += [plain(name) if row[name] is True else f"{plain(name)} {_fact(row[name])}" for name in between]
    return "  ".join(parts + [_fact(row[name]) for name in _LAST if name in row])


def _told(value: object) -> bool:
    return bool(value) or (value == 0 and isinstance(value, int) and not isinstance(value, bool))


def _fact(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) >= 2 else f"{value:.2f}"
    if isinstance(value, Mapping):
        return " ".join(f"{name} {_fact(entry)}" for name, entry in value.items() if _told(entry))
    if isinstance(value, list | tuple):
        return " ".join(map(_fact, value))
    return plain(str(value))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
