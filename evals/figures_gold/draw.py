"""Draw the sentences that are labelled: `python -m evals.figures_gold.draw --reports REPORTS.jsonl --seeds DIR`.

Random with a fixed seed, before and without the extractor: 120 sentences of the reports and 30 of the seeds, each with a digit or a
number word in it. Writes `drawn.jsonl` (report, offsets, hash and half; never the text) and, with --sheet, the sentences to read.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

SEED = 20241129
HERE = Path(__file__).parent
SEED_SHARE = {"fr": 9, "es": 7, "ar": 7, "en": 7}

_BREAK = re.compile(r"(?<=[.!?؟。])[\"'”’»)]*\s+(?=[\"'“‘«(]*[^\W_a-zß-öø-ÿ])|\n+")
_WORDS = (
    # fmt: off
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions dozen dozens scores "
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante "
    "cent cents "
    "mille millier milliers dizaine dizaines vingtaine trentaine quarantaine cinquantaine centaine centaines "
    "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta setenta "
    "ochenta noventa cien ciento cientos mil miles millones decenas docena "
    "واحد واحدة اثنان اثنين اثنتان اثنتين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية ثماني تسعة تسع عشرة عشر عشرون عشرين "
    "ثلاثون "
    "ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين مئة مائة مئات ألف آلاف مليون عشرات"
    # fmt: on
)
_COUNTS = re.compile(r"\d|\b(?:" + "|".join(_WORDS.split()) + r")\b", re.IGNORECASE)


def simple_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of sentences by punctuation and line ends alone: nothing the extractor uses."""
    start = 0
    for cut in [*_BREAK.finditer(text), None]:
        end = cut.start() if cut else len(text)
        inner = text[start:end].strip()
        if inner:
            first = text.index(inner, start)
            yield first, first + len(inner)
        start = cut.end() if cut else end


def body(path: Path) -> tuple[str, str]:
    """Text and language of a seed file, front matter cut off; offsets count from the first letter of the body."""
    raw = path.read_text(encoding="utf-8")
    if not raw.startswith("---\n"):
        return raw.strip(), "fr"
    head, _, text = raw[4:].partition("\n---\n")
    language = re.search(r'^language: "?(\w+)', head, re.MULTILINE)
    return text.strip(), language.group(1) if language else ""


def digest(sentence: str) -> str:
    """The hash that stands for a sentence's text in the label files."""
    return hashlib.sha256(sentence.encode()).hexdigest()


def texts(reports: Path, seeds: Path) -> dict[str, tuple[str, str]]:
    """Every report by id: (text, language); a seed's id is its file name."""
    found = {}
    for line in reports.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found[record["id"]] = (record["text"], "en")
    for path in sorted([*seeds.glob("*.txt"), *seeds.glob("later/*.md")]):
        found[path.name] = body(path)
    return found


def _pool(texts_: dict[str, tuple[str, str]], seed: bool, language: str) -> list[tuple[str, int, int]]:
    return [
        (name, start, end)
        for name, (text, written_in) in sorted(texts_.items())
        if ("." in name) is seed and written_in == language
        for start, end in simple_sentences(text)
        if _COUNTS.search(text, start, end)
    ]


def draw(texts_: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """The 150 sentences in random order, every second one in the test half of its language."""
    dice = random.Random(SEED)
    groups = [dice.sample(_pool(texts_, False, "en"), 120)]
    groups += [dice.sample(_pool(texts_, True, language), share) for language, share in SEED_SHARE.items()]
    rows = [(row, n % 2) for group in groups for n, row in enumerate(group)]
    dice.shuffle(rows)
    return [
        {"report": name, "start": start, "end": end, "sha256": digest(texts_[name][0][start:end]), "half": "test" if odd else "dev"}
        for (name, start, end), odd in rows
    ]


def _sentence(texts_: dict[str, tuple[str, str]], row: dict[str, Any]) -> str:
    return texts_[row["report"]][0][row["start"] : row["end"]]


def _before(texts_: dict[str, tuple[str, str]], row: dict[str, Any]) -> str:
    text = texts_[row["report"]][0]
    earlier = [text[start:end] for start, end in simple_sentences(text) if end <= row["start"]]
    return earlier[-1] if earlier else ""


@click.command()
@click.option("--reports", type=click.Path(exists=True, path_type=Path), required=True, help="JSONL of reports (id, text).")
@click.option("--seeds", type=click.Path(exists=True, path_type=Path), default=Path("seeds"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=HERE / "drawn.jsonl", show_default=True)
@click.option("--sheet", type=click.Path(path_type=Path), help="Also write the numbered sentences here, to read (not to keep).")
@click.option("--shuffle", type=int, default=0, help="Another order of the sheet's sentences, for a second reading.")
def main(reports: Path, seeds: Path, out: Path, sheet: Path | None, shuffle: int) -> None:
    """Draw the sentences to label."""
    by_id = texts(reports, seeds)
    rows = draw(by_id)
    out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if sheet:
        lines = [f"{n:03} [{_before(by_id, r)}]\n    {_sentence(by_id, r)}\n" for n, r in enumerate(rows)]
        if shuffle:
            random.Random(shuffle).shuffle(lines)
        sheet.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
