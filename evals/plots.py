"""The plots of a report, as inline SVG that takes its colours from the page (classes s0, s1 ... are the runs)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.curve import Point
from evals.stats import Mean

_ROW = 17  # height of a row, a run
_LEFT = 128
_WIDTH = 560


def dots(groups: Sequence[tuple[str, Sequence[Mean | None]]], title: str) -> str:
    """A row a group, a dot a run on a scale from 0 to 1, whiskers of one standard error."""
    scale = _WIDTH - _LEFT - 70
    parts, y = [], 12
    for name, means in groups:
        height = _ROW * max(len(means), 1)
        count = max((m.n for m in means if m), default=0)
        parts.append(f'<text class="label" x="{_LEFT - 10}" y="{y + height / 2 + 4:.0f}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<text class="soft" x="{_WIDTH}" y="{y + height / 2 + 4:.0f}" text-anchor="end">n = {count}</text>')
        for n, found in enumerate(means):
            if found is not None:
                parts.append(_dot(found, n, y + _ROW * n + _ROW / 2, scale))
        y += height + 9
    grid = "".join(
        f'<line class="grid" x1="{x}" x2="{x}" y1="4" y2="{y}"/>'
        f'<text class="soft" x="{x}" y="{y + 14}" text-anchor="middle">{share:g}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
        for x in [round(_LEFT + share * scale)]
    )
    return _svg(_WIDTH, y + 20, title, grid + "".join(parts))


def _dot(found: Mean, run: int, y: float, scale: float) -> str:
    x = _LEFT + found.value * scale
    line = ""
    if found.error:
        low, high = (_LEFT + max(0.0, min(1.0, found.value + side * found.error)) * scale for side in (-1, 1))
        line = f'<line class="whisker s{run % 4}" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return f'{line}<circle class="dot s{run % 4}" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{found}, n = {found.n}</title></circle>'


def trade(runs: Sequence[tuple[Sequence[Point], float]], title: str) -> str:
    """Coverage along, error up, a step line a run; the ring is the threshold in use."""
    left, top, wide, high = 46, 12, 470, 250
    highest = max((p.error for points, _ in runs for p in points), default=0.0)
    ceiling = max(0.1, min(1.0, (int(highest * 10) + 1) / 10))

    def at(point: Point) -> tuple[float, float]:
        return left + point.coverage * wide, top + high - point.error / ceiling * high

    parts = []
    for n in range(5):
        x, y, share = left + n * wide / 4, top + high - n * high / 4, n / 4
        parts.append(f'<line class="grid" x1="{left}" x2="{left + wide}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="soft" x="{left - 7}" y="{y + 4:.1f}" text-anchor="end">{share * ceiling:.2g}</text>')
        parts.append(f'<text class="soft" x="{x:.1f}" y="{top + high + 16}" text-anchor="middle">{share:g}</text>')
    for n, (points, threshold) in enumerate(runs):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(at, points))
        parts.append(f'<polyline class="curve s{n % 4}" points="{path}"/>')
        for point in points:
            x, y = at(point)
            told = f"threshold {point.threshold:.2f}: {point.coverage:.2f} answered rightly, {point.error:.2f} of what is shown is wrong"
            parts.append(f'<circle class="spot s{n % 4}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{told}</title></circle>')
        if used := next((p for p in points if p.threshold >= threshold), None):
            x, y = at(used)
            parts.append(f'<circle class="ring s{n % 4}" cx="{x:.1f}" cy="{y:.1f}" r="8"><title>in use: {threshold:.2f}</title></circle>')
    parts.append(f'<text class="soft" x="{left + wide}" y="{top + high + 34}" text-anchor="end">answerable cases answered rightly</text>')
    parts.append(f'<text class="soft" x="{left}" y="{top + high + 34}">error among what is shown, up</text>')
    return _svg(left + wide + 20, top + high + 42, title, "".join(parts))


def bars(rows: Sequence[tuple[str, int]], title: str) -> str:
    """A bar a row, its count at its end."""
    most = max((count for _, count in rows), default=0) or 1
    parts = []
    for n, (name, count) in enumerate(rows):
        y, wide = 8 + n * 24, count / most * (_WIDTH - _LEFT - 90)
        parts.append(f'<text class="label" x="{_LEFT + 20}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="bar" x="{_LEFT + 30}" y="{y}" width="{wide:.1f}" height="17" rx="3"/>')
        parts.append(f'<text class="soft" x="{_LEFT + 36 + wide:.1f}" y="{y + 13}">{count}</text>')
    return _svg(_WIDTH, 16 + 24 * len(rows), title, "".join(parts))


def _svg(width: float, height: float, title: str, inner: str) -> str:
    return f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(title, quote=True)}">{inner}</svg>'
