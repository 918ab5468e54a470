"""Figures that answer one question, side by side: a small table and, where they are a series in time, a plot. Never an average."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant import wording
from assistant.chat_cards import direction, marker_link, shown
from assistant.chat_words import say
from assistant.chat_words import wording as words_for
from ingest.figures_words import THINGS
from ingest.report import Figure

WIDTH, HEIGHT, TOP, FLOOR, SIDE = 420, 132, 26, 104, 34
APART = 46  # two labels closer than this would overlap


def counts(figures: Sequence[Figure], turn: str, language: str) -> str:
    """The table of two or more figures, newest first, with the plot where there is one; "" for fewer."""
    if len(figures) < 2:
        return ""
    rows = sorted(figures, key=_when, reverse=True)
    latest = rows[0] if _series(rows) and _when(rows[0]) > _when(rows[1]) else None
    groups = {counted(figure, language) for figure in rows}
    columns = ("value", "by", "as_of") if len(groups) == 1 else ("value", "counted", "by", "as_of")
    head = "".join(f'<th scope="col">{shown(say(language, key))}</th>' for key in columns)
    body = "".join(_row(figure, turn, language, latest=figure is latest, group=len(groups) > 1) for figure in rows)
    title, group = shown(say(language, "counts")), f"<span> · {shown(groups.pop())}</span>" if len(groups) == 1 else ""
    return (
        f'<section class="counts" {direction(language)}><h3>{title}{group}</h3>{plot(figures, language)}'
        f'<table aria-label="{title}"><thead><tr>{head}<td></td></tr></thead><tbody>{body}</tbody></table></section>'
    )


def _row(figure: Figure, turn: str, language: str, *, latest: bool, group: bool) -> str:
    tag = f'<span class="latest">{shown(say(language, "latest"))}</span>' if latest else ""
    reserve = f'<span class="hedge">{shown(words)}</span> ' if (words := hedge(figure, language)) else ""
    via = f'<span class="via" dir="auto">{shown(figure.publisher)}</span>' if figure.publisher else ""
    who = f'<span dir="auto">{shown(figure.attributed_to)}</span>' if figure.attributed_to else ""
    link = marker_link(figure.marker, turn, language, anchor=False) if figure.marker is not None else ""
    what = f'<td dir="auto">{shown(counted(figure, language))}</td>' if group else ""
    return (
        f'<tr><td class="value">{reserve}{shown(amount(figure, language))}</td>{what}<td class="who">{who}{via}</td>'
        f'<td class="when"><time>{shown(_when(figure))}</time>{tag}</td><td>{link}</td></tr>'
    )


def amount(figure: Figure, language: str) -> str:
    """The count as the report has it, or the range it gives."""
    words = words_for(language)
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return f"{wording.number(words, figure.low)}–{wording.number(words, figure.high)}"
    return wording.number(words, figure.value)


def hedge(figure: Figure, language: str) -> str:
    """The report's reserve about a count: "at least"; "" for a range, which says it itself."""
    ranged = figure.low is not None and figure.high is not None and figure.low != figure.high
    return "" if ranged else wording.HEDGES[words_for(language)].get(figure.approx, figure.approx)


def counted(figure: Figure, language: str) -> str:
    """Who is counted, in the answer's words where there are any, or what in the report's own; and what happened to them."""
    words = words_for(language)
    group = figure.unit if figure.who in THINGS and figure.unit else wording.group(words, figure.who) or figure.unit
    what = wording.WHAT[words].get(figure.what, "")
    comma = "، " if words == "ar" else ", "
    return comma.join(part for part in (group, what) if part)


def plot(figures: Sequence[Figure], language: str) -> str:
    """Value against date, from zero, as inline SVG; "" unless the figures count one thing on at least two known days."""
    dated = [(d, figure) for figure in figures if (d := _day(figure)) is not None and figure.value >= 0]
    points = sorted(dated, key=lambda point: point[0])
    if len(points) < len(figures) or not _series(figures) or points[0][0] == points[-1][0] or not any(f.value for _, f in points):
        return ""
    words = words_for(language)
    places = [_place(d, figure, points) for d, figure in points]
    marks = [f'<line x1="{x:.1f}" y1="{FLOOR}" x2="{x:.1f}" y2="{y:.1f}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>' for x, y in places]
    labels = [
        f'<text x="{places[i][0]:.1f}" y="{places[i][1] - 10:.1f}">{shown(wording.number(words, points[i][1].value))}</text>'
        for i in _labelled([x for x, _ in places])
    ]
    ends = [("first", 0, points[0][1]), ("last", WIDTH, points[-1][1])]
    dates = "".join(
        f'<text class="axis {end}" x="{x}" y="{FLOOR + 20}">{shown(wording.day(words, _when(figure)))}</text>' for end, x, figure in ends
    )
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{shown(say(language, "counts"))}" direction="ltr">'
        f'<line class="floor" x1="0" y1="{FLOOR}" x2="{WIDTH}" y2="{FLOOR}"/>{"".join(marks)}{"".join(labels)}{dates}</svg>'
    )


def _place(d: int, figure: Figure, points: Sequence[tuple[int, Figure]]) -> tuple[float, float]:
    first, last, top = points[0][0], points[-1][0], max(f.value for _, f in points)
    return SIDE + (WIDTH - 2 * SIDE) * (d - first) / (last - first), FLOOR - (FLOOR - TOP) * figure.value / top


def _labelled(xs: Sequence[float]) -> list[int]:
    """Which of the points, from left to right, get a label: the last always, the others where none overlaps."""
    kept = [len(xs) - 1]
    for i in range(len(xs) - 1):
        if all(abs(xs[i] - xs[k]) >= APART for k in kept):
            kept.append(i)
    return kept


def _series(figures: Sequence[Figure]) -> bool:
    """Whether they are counts of the same thing, each by another report: only then may they share a scale.

    Several counts in one report are its parts or its alternatives, never a development.
    """
    same = len({(figure.what, figure.who or figure.unit) for figure in figures}) == 1
    return same and len({figure.report_id for figure in figures}) == len(figures)


def _when(figure: Figure) -> str:
    return figure.as_of or figure.event_date


def _day(figure: Figure) -> int | None:
    try:
        return date.fromisoformat(_when(figure)).toordinal()
    except ValueError:
        return None
