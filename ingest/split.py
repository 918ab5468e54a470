"""Text into sentences and passages, every one with exact offsets into the text as it is stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from ingest.report import Passage, Report

Span = tuple[int, int]

SENTENCES = 3
LONGEST_PASSAGE = 900
LONGEST_SENTENCE = 600
_WRAP_COLUMN = 120
_FILL = 0.8
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W_]")
_SENTENCE = re.compile(r"^(?!\W*(?:\d{1,3}|[A-Za-z])[.)]$).*[^\W_]", re.DOTALL)
_HOUR = re.compile(r"\d ?[ap]\.m\.$")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_QUOTED_END = re.compile(r'([.!?؟])"')
_CUTS = (re.compile(r"[;:؛.!?؟。][\s]+|\s*[\n\r\u2028\u2029]+\s*"), re.compile(r"[,،、|\t][\s]*"), re.compile(r"\s+"))


def sentences(text: str, language: str) -> list[Span]:
    """(start, end) of each sentence, in order: none empty or longer than 600, nothing but white space between them."""
    return [piece for block in _blocks(text) for found in _in_block(text, block, language) for piece in _short(text, found)]


def passages(report: Report, size: int = SENTENCES) -> list[Passage]:
    """The report cut into runs of `size` sentences (fewer where they would pass 900 characters), without overlap."""
    runs: list[list[Span]] = []
    for span in sentences(report.text, report.language):
        if not runs or len(runs[-1]) == size or span[1] - runs[-1][0][0] > LONGEST_PASSAGE:
            runs.append([])
        runs[-1].append(span)
    return [_passage(report, number, run) for number, run in enumerate(runs)]


def _passage(report: Report, number: int, run: list[Span]) -> Passage:
    start, end = run[0][0], run[-1][1]
    return Passage(f"{report.report_id}:{number}", report.report_id, start, end, report.text[start:end], tuple(run))


def _blocks(text: str) -> Iterator[Span]:
    """Paragraphs: ended by an empty line, or by a line that ends before the text's wrap column is reached."""
    start = None
    lines = list(_lines(text))
    for number, (first, end) in enumerate(lines):
        if not text[first:end].strip():
            continue
        start = first if start is None else start
        if number + 1 == len(lines) or not _wraps(text, lines, number):
            yield start, end
            start = None


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for newline in _NEWLINE.finditer(text):
        yield start, newline.start()
        start = newline.end()
    yield start, len(text)


def _wraps(text: str, lines: list[Span], number: int) -> bool:
    """Whether the sentence goes on in the next line: the line is about full, so that the next word would not have fitted."""
    following = text[slice(*lines[number + 1])].strip()
    if not following:
        return False
    neighbours = [len(text[a:b].strip()) for a, b in lines[max(0, number - 5) : number + 6]]
    width = max(neighbours)
    here = len(text[slice(*lines[number])].strip())
    return width <= _WRAP_COLUMN and here + 1 + len(following.split(None, 1)[0]) > _FILL * width


def _in_block(text: str, block: Span, language: str) -> list[Span]:
    """The sentences of a paragraph; what is none by itself (a dash, a bracket, the "2." of a list) goes with its neighbour."""
    spans: list[Span] = []
    for start, end in _parted(text[slice(*block)], language, block[0]):
        for first, last in _trimmed(text, start, end):
            if spans and _is_part(text[slice(*spans[-1])], text[first:last]):
                first = spans.pop()[0]
            spans.append((first, last))
    return spans


def _parted(block: str, language: str, offset: int) -> Iterator[Span]:
    """The splitter's own pieces; one that is too long for a sentence once more as if it had no quotes.

    Where a report leaves a straight quote out, the splitter takes the next one for an opening, and goes on past the ends of sentences.
    """
    import sentencex

    for found in sentencex.get_sentence_boundaries(language or "en", block):
        start, end = found["start_index"], found["end_index"]
        cuts = {0, end - start}
        if end - start > LONGEST_SENTENCE:
            bare = _QUOTED_END.sub(r" \1", block[start:end]).replace('"', " ")
            cuts |= {part["end_index"] for part in sentencex.get_sentence_boundaries(language or "en", bare)}
        yield from ((offset + start + first, offset + start + last) for first, last in pairwise(sorted(cuts)))


def _is_part(before: str, piece: str) -> bool:
    """Whether two pieces that the splitter parted are one sentence."""
    return not _SENTENCE.search(before) or not _WORD.search(piece) or bool(_HOUR.search(before) and _WEEKDAY.match(piece))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _short(text: str, span: Span) -> Iterator[Span]:
    """The span, cut at the last clause, comma or space (else anywhere) that keeps each piece within the longest sentence."""
    start, end = span
    while end - start > LONGEST_SENTENCE:
        cut = _cut(text[start : start + LONGEST_SENTENCE])
        yield from _trimmed(text, start, start + cut)
        start += cut
    yield from _trimmed(text, start, end)


def _cut(piece: str) -> int:
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(piece, len(piece) // 3)]
        if ends:
            return ends[-1]
    cut = len(piece)
    while cut > 1 and unicodedata.combining(piece[cut - 1]):
        cut -= 1
    return max(cut - 1, 1)
