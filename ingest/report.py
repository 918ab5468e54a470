"""The words everyone uses: Report, Passage, Figure. Plain data, no vendor, no I/O.

Every offset counts Python characters (Unicode code points) into `Report.text` as it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

What = Literal[
    "killed",
    "injured",
    "displaced",
    "detained",
    "missing",
    "returned",
    "evacuated",
    "besieged",
    "destroyed",
    "captured",
    "attacks",
    "aid",
    "other",
]


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it is kept: its text to the character, and what is known of it.

    `published` is the date as the source gave it, `dateline` the date the text itself states; both are ISO at day or month
    precision ("2016-07-10", "2016-07") or "" when unknown. Where they disagree the dateline rules: see `date`.
    """

    report_id: str
    source: str
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    dateline: str = ""
    language: str = ""
    url: str = ""
    places: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    ingested_at: str = ""

    @property
    def date(self) -> str:
        """The date that rules: the dateline if the text states one, else the date as published ("" if neither is known)."""
        return self.dateline or self.published

    @property
    def dates_disagree(self) -> bool:
        """Whether the text's own dateline contradicts the published date (by more than a day where both give the day)."""
        from ingest.dates import days_apart

        return bool(self.dateline and self.published) and days_apart(self.dateline, self.published) > 1


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one report: what is embedded, retrieved and read.

    `sentences` are (start, end) offsets into the report's text, in order; `text == report.text[start:end]`.
    """

    passage_id: str
    report_id: str
    start: int
    end: int
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as one report states it: the ledger's row.

    `value` is what stands in the text, normalised ("14 000" is 14000; "half" has no value and is not a figure); `low` and `high`
    bound it where the text does ("between 60,000 and 80,000"; "at least 255" has low 255 and no high). `approx` is the
    text's hedge in English: "", "at least", "about", "more than", "nearly", "up to". `unit` is the noun counted as the text has
    it, `who` its group (civilians, children, soldiers, rebels, people ...), `start`/`end` the sentence or clause that states it.
    `number_start`/`number_end` are the number's own offsets in the report (-1 if not known); `part_of` is the total, stated beside
    it, that this count is a part of ("39 people including 12 children": 39 for the 12).
    """

    report_id: str
    start: int
    end: int
    value: float
    low: float | None = None
    high: float | None = None
    approx: str = ""
    unit: str = ""
    what: What = "other"
    who: str = ""
    where: str = ""
    event_date: str = ""
    as_of: str = ""
    attributed_to: str = ""
    publisher: str = ""
    marker: int | None = None
    part_of: float | None = None
    number_start: int = -1
    number_end: int = -1
