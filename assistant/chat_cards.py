"""An answer as HTML for the chat page: its sentences, a card for each citation, the passages found. Pure functions, no vendor.

Whatever comes out of a report or from a person is data: it passes through `shown` before it becomes HTML, and is nowhere read as
Markdown, LaTeX or markup. The words of a report stand in a `blockquote`; the words quoted in a `mark`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from pathlib import PurePath

from assistant import wording
from assistant.answer import Answer, Citation, Hit
from assistant.chat_words import say
from assistant.chat_words import wording as words_for
from ingest.report import Report
from ingest.split import sentences

CONTEXT = 320  # characters shown on either side of a quote, cut back to whole sentences
SNIPPET = 240

# Characters that could reverse the order in which a figure is read (bidi overrides and embeddings: each block has its own
# direction, so they are not needed), and control characters that no reader is meant to see.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONE = re.compile("[\ud800-\udfff]")
_MARKER = re.compile(r"\s*\[(\d{1,3})\]")
_MARKERS = re.compile(r"^(\s*\[\d{1,3}\])+")
_AFTER_ITEM = re.compile(r"(?<=\][;؛])\s+")
_AFTER_LIST = re.compile(r"(?<=\]\.)\s+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+(?:[ .&'’/-]+[A-Za-zÀ-ɏ]+)*")
_ANCHOR = re.compile(r' id="t\d+-m\d+"')
_LEAD = re.compile(r"[^:\[(“«]{1,60}:\s+")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"}


def plain(text: str) -> str:
    """`text` without the characters that would change how the rest is read, for copying and for HTML."""
    return _LONE.sub("\ufffd", _HIDDEN.sub("", text))


def shown(text: str) -> str:
    """`text` as HTML that displays it and does nothing else; safe in an element and in a quoted attribute."""
    return html.escape(plain(text), quote=True)


def direction(language: str) -> str:
    """Attributes that set a block's language and direction: right to left where the language is, else by its first letter."""
    way = "rtl" if language in _RIGHT_TO_LEFT else "auto"
    return f'dir="{way}" lang="{shown(language)}"' if language else f'dir="{way}"'


def day(date: str, language: str) -> str:
    """An ISO date as `<time>`, in the words of `language`; what is no date is shown as it is."""
    if not _DATE.match(date):
        return shown(date)
    return f'<time datetime="{date}">{shown(wording.day(language, date))}</time>'


def publisher(item: Citation | Hit | Report) -> str:
    """Who published it; where nobody says, the name of the file it came from, unless that stands for its title already."""
    return item.publisher or (PurePath(item.source.split("#")[0]).name if item.title else "")


def tongue(code: str, language: str) -> str:
    """A small tag with a report's language."""
    name = wording.NAMES[words_for(language)].get(code, code)
    return f'<abbr class="tongue" title="{shown(name)}">{shown(code)}</abbr>' if code else ""


def origin(item: Citation | Hit | Report, language: str) -> str:
    """The line that says where words come from: publisher, date, language."""
    date = item.date if isinstance(item, Report) else item.published
    name = f'<span class="by" dir="auto">{shown(publisher(item))}</span>' if publisher(item) else ""
    parts = [part for part in (name, day(date, language) if date else "") if part]
    return '<span class="dot"> · </span>'.join(parts) + tongue(item.language, language)


def opener(item: Citation | Hit | Report, start: int, end: int) -> str:
    """Attributes of a button that opens the report at `start`:`end`."""
    return f'type="button" data-report="{shown(item.report_id)}" data-start="{start}" data-end="{end}"'


def claims(answer: Answer, turn: str) -> str:
    """The answer's text, a paragraph a claim, its markers as links to their cards."""
    known = {citation.marker for citation in answer.citations}
    rest, parts = answer.text, []
    for claim in answer.claims:
        before, found, after = rest.partition(claim.text)
        if not found:  # the text was worded apart from the claims
            return _once("".join(sentence(line, (), turn, answer.language, known) for line in answer.text.splitlines() if line.strip()))
        if before.strip():
            parts.append(sentence(before, (), turn, answer.language, known))
        markers = [marker for marker in claim.markers if marker in known]
        parts.append(sentence(claim.text, markers, turn, answer.language, set(markers)))
        rest = _MARKERS.sub("", after, count=1)
    if rest.strip():
        parts.append(sentence(rest, (), turn, answer.language, known))
    return _once("".join(parts))


def _once(html_text: str) -> str:
    """The same with each anchor only where it comes first, since a card leads back to one place."""
    seen: set[str] = set()

    def first(found: re.Match[str]) -> str:
        again = found[0] in seen
        seen.add(found[0])
        return "" if again else found[0]

    return _ANCHOR.sub(first, html_text)


def sentence(text: str, markers: Sequence[int], turn: str, language: str, known: set[int] | None = None) -> str:
    """One claim as a paragraph, or as a list where it names several sources in a row.

    Markers inside the text become links where they are in `known` (all, if that is None); those of `markers` that are not inside
    it follow at the end.
    """
    inside = {int(found[1]) for found in _MARKER.finditer(text)}
    ending = "".join(marker_link(marker, turn, language) for marker in markers if marker not in inside)
    lead, items, tail = _items(text.strip())
    if not items:
        return f"<p {direction(language)}>{_linked(lead, known, turn, language, ending)}</p>"
    listed = "".join(f'<span class="item">{_linked(item, known, turn, language)}</span>' for item in items)
    closing = f'<span class="tail">{_linked(tail, known, turn, language, ending)}</span>' if tail or ending else ""
    return f"<p {direction(language)}>{_linked(lead, known, turn, language)}{listed}{closing}</p>"


def _items(text: str) -> tuple[str, list[str], str]:
    """What introduces a list "...: this [1]; that [2]; ...", its parts, what follows it; the whole text and no parts if it is none."""
    parts = _AFTER_ITEM.split(text)
    if len(parts) < 3:
        return text, [], ""
    last, tail = [*_AFTER_LIST.split(parts[-1], maxsplit=1), ""][:2]
    lead = _LEAD.match(parts[0])
    first = parts[0][lead.end() :] if lead else parts[0]
    return lead[0].strip() if lead else "", [first, *parts[1:-1], last], tail


def _linked(text: str, known: set[int] | None, turn: str, language: str, ending: str = "") -> str:
    """Text with its markers as links; a marker, and `ending`, stay on the line of the word before them."""
    pieces, at = [], 0
    for found in _MARKER.finditer(text):
        if known is None or int(found[1]) in known:
            pieces.append(_word_with(text[at : found.start()], marker_link(int(found[1]), turn, language), language))
            at = found.end()
    return "".join([*pieces, _word_with(text[at:], ending, language) if ending else worded(text[at:], language)])


def _word_with(text: str, links: str, language: str) -> str:
    before, space, last = text.rpartition(" ")
    return f'{worded(before, language)}{space}<span class="end">{worded(last, language)}{links}</span>'


def worded(text: str, language: str) -> str:
    """The answer's own words as HTML. In a right-to-left language Latin names stand apart, or they would draw numbers after them along."""
    if language not in _RIGHT_TO_LEFT:
        return shown(text)
    names = [(found.start(), found.end()) for found in _LATIN.finditer(text)]
    edges = [0, *(edge for name in names for edge in name), len(text)]
    pieces = [shown(text[a:b]) for a, b in zip(edges, edges[1:], strict=False)]
    return "".join(f"<bdi>{piece}</bdi>" if i % 2 else piece for i, piece in enumerate(pieces))


def marker_link(marker: int, turn: str, language: str, *, anchor: bool = True) -> str:
    """The link to the card of a citation; with `anchor`, also the place that the card leads back to."""
    name, here = shown(say(language, "source", n=marker)), f' id="{turn}-m{marker}"' if anchor else ""
    return f'<a class="ref"{here} href="#{turn}-c{marker}" data-card="{turn}-c{marker}" aria-label="{name}">{marker}</a>'


def cards(answer: Answer, turn: str, report: Callable[[str], Report | None]) -> str:
    """A card for each citation. `report` gives the report of an id, or None if it is no longer there."""
    if not answer.citations:
        return ""
    heading = shown(say(answer.language, "nearest" if answer.refused else "evidence"))
    return f'<h3 class="proof-head">{heading}</h3>' + "".join(
        card(citation, turn, answer.language, report(citation.report_id)) for citation in answer.citations
    )


def card(citation: Citation, turn: str, language: str, report: Report | None) -> str:
    """One citation: number, publisher, date, language, title, the quote inside its surroundings, who says so."""
    marker, here = citation.marker, f"{turn}-c{citation.marker}"
    back = shown(say(language, "back"))
    title = shown(citation.title or citation.source)
    name = shown(say(language, "source", n=marker))
    return (
        f'<article class="card" id="{here}" tabindex="-1" aria-label="{name}">'
        f'<a class="card-no" href="#{turn}-m{marker}" data-back="{turn}-m{marker}" title="{back}" aria-label="{back}">{marker}</a>'
        f'<p class="card-from">{origin(citation, language)}</p>'
        f'<h4><button class="open" {opener(citation, citation.start, citation.end)} title="{shown(say(language, "open"))}" '
        f"{direction(citation.language)}>{title}</button></h4>"
        f"{quotation(citation, report)}{_footnotes(citation, report, language)}</article>"
    )


def quotation(citation: Citation, report: Report | None) -> str:
    """The quote, marked, inside the words around it."""
    mark = f"<mark>{shown(citation.quote)}</mark>"
    if report is None or report.text[citation.start : citation.end] != citation.quote:
        return f"<blockquote {direction(citation.language)}>{mark}</blockquote>"
    first, last, cut_before, cut_after = surroundings(report.text, citation.start, citation.end, citation.language)
    before, after = report.text[first : citation.start], report.text[citation.end : last]
    cut = '<span class="cut" aria-hidden="true">…</span>'
    return (
        f"<blockquote {direction(citation.language)}>{cut if cut_before else ''}{shown(before)}{mark}{shown(after)}"
        f"{cut if cut_after else ''}</blockquote>"
    )


def _footnotes(citation: Citation, report: Report | None, language: str) -> str:
    notes = []
    if citation.attributed_to:
        notes.append(f'<p class="card-said" dir="auto">{shown(say(language, "according", who=citation.attributed_to))}</p>')
    if report is None:
        notes.append(f'<p class="card-note">{shown(say(language, "missing"))}</p>')
    elif report.dates_disagree:
        notes.append(f'<p class="card-note">{dates_note(report, language)}</p>')
    return "".join(notes)


def dates_note(report: Report, language: str) -> str:
    """The sentence that says that a report's two dates disagree."""
    dates = {"dateline": wording.day(words_for(language), report.dateline), "published": wording.day(words_for(language), report.published)}
    return shown(say(language, "dates", **dates))


def surroundings(text: str, start: int, end: int, language: str) -> tuple[int, int, bool, bool]:
    """Where the words around `start`:`end` begin and end, and whether their paragraph goes on before and after them.

    The quote's paragraph, or of a long one whole sentences within CONTEXT characters on either side.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    window = max(first, start - 2 * CONTEXT), min(last, end + 2 * CONTEXT)
    spans = [(window[0] + a, window[0] + b) for a, b in sentences(text[window[0] : window[1]], language)]
    near_first = first if start - first <= CONTEXT else min([a for a, _ in spans if start - CONTEXT <= a <= start], default=start)
    near_last = last if last - end <= CONTEXT else max([b for _, b in spans if end <= b <= end + CONTEXT], default=end)
    return near_first, near_last, near_first > first, near_last < last


def passages(hits: Sequence[Hit], heading: str, language: str, *, opened: bool) -> str:
    """The passages found, a row each, under `heading`; folded away unless `opened`."""
    if not hits:
        return ""
    rows = "".join(_row(hit, language) for hit in hits)
    title = f"{shown(heading)} <span>{len(hits)}</span>"
    if opened:
        return f'<section class="found"><h3 class="proof-head">{title}</h3><ol>{rows}</ol></section>'
    return f'<details class="found"><summary>{title}</summary><ol>{rows}</ol></details>'


def _row(hit: Hit, language: str) -> str:
    snippet = " ".join(hit.text[: 2 * SNIPPET].split())
    snippet = snippet if len(snippet) <= SNIPPET else snippet[:SNIPPET].rsplit(" ", 1)[0] + "…"
    title = f'<span class="hit-title" {direction(hit.language)}>{shown(hit.title)}</span>' if hit.title else ""
    return (
        f'<li><button class="open hit" {opener(hit, hit.start, hit.end)} title="{shown(say(language, "open"))}">'
        f'<span class="card-from">{origin(hit, language)}</span>{title}'
        f'<span class="hit-text" {direction(hit.language)}>{shown(snippet)}</span></button></li>'
    )


def held(message: str, language: str, citations: Sequence[Citation], turn: str, kind: str) -> str:
    """A refusal: its first sentence stands out, the rest says what the reports do say."""
    known = {citation.marker for citation in citations}
    spans = sentences(message, words_for(language))
    lead = message[: spans[0][1]] if spans else message
    rest = message[len(lead) :].strip()
    parts = [f'<p class="held-lead" {direction(language)}>{_linked(lead, known, turn, language)}</p>'] if lead.strip() else []
    if rest:
        parts.append(f"<p {direction(language)}>{_linked(rest, known, turn, language)}</p>")
    return f'<div class="held" data-kind="{shown(kind)}">{_once("".join(parts))}</div>'


def slip(message: str, language: str) -> str:
    """An error as a sentence."""
    message = message[:1].upper() + message[1:]
    return f'<div class="slip" role="alert"><p><strong>{shown(say(language, "error"))}</strong> {shown(message)}</p></div>'


def as_text(answer: Answer) -> str:
    """The answer with its sources, dates and quotes as plain text: what the copy button gives."""
    words = answer.language
    lines = [plain(answer.question), "", plain(answer.text)]
    if answer.citations:
        lines += ["", say(words, "sources")]
    for c in answer.citations:
        said = f" ({say(words, 'according', who=c.attributed_to)})" if c.attributed_to else ""
        about = ", ".join(part for part in (publisher(c), c.published, c.title or c.source) if part)
        lines += [plain(f"[{c.marker}] {about}{said}"), f"    “{plain(' '.join(c.quote.split()))}”"]
    return "\n".join(lines)
