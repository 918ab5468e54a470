"""Retrieval beside the bare parts it is made of.

`python -m evals.retrieval_bench languages FOLDER`: every pair of languages, ours beside the vectors alone and the words alone.
`python -m evals.retrieval_bench scale`: seconds over an archive blown up to many passages, ours beside a bare query of the index.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
import numpy as np

from assistant import weights
from assistant.question import Question, understand
from assistant.retrieve import Library, retrieve
from evals.run import spread
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.desk import open_desk
from ingest.embed import Embedder, Vectors, open_embedder
from ingest.pipeline import catch_up, ingest_one
from ingest.settings import Settings, load
from ingest.sources import Draft
from ingest.words import any_of, terms

FIRST = 5  # reports among which the right one is looked for
JITTER = 0.02  # spread of what is added to each number of a stored vector
PASSAGES_A_REPORT = 6


@contextmanager
def library(home: Path, drafts: Sequence[Draft], embedder: Embedder, label: str) -> Iterator[Library]:
    """An archive of these reports alone, open for retrieval."""
    settings = Settings(home=home)
    with open_desk(settings, embedder) as desk:
        with click.progressbar(drafts, label=label, file=sys.stderr) as bar:
            for draft in bar:
                ingest_one(draft, desk)
        catch_up(desk)
    archive = Archive.open(home)
    index = ChromaIndex.open(settings, embedder, archive)
    try:
        opened = Library(archive, index, embedder)
        opened.refresh()
        yield opened
    finally:
        index.close()
        archive.close()


# ---------------------------------------------------------------- languages


def ours(question: str, shelf: Library) -> list[str]:
    """Ids of the reports that retrieval finds, best first."""
    return [c.report.report_id for c in retrieve(understand(question), shelf, weights.load())]


def by_vectors(question: str, shelf: Library) -> list[str]:
    """Those that the vectors alone find."""
    near = shelf.index.nearest(shelf.embedder.query(question), 10 * FIRST)
    return [passage.report_id for passage in shelf.archive.passages([passage_id for passage_id, _ in near])]


def by_words(question: str, shelf: Library) -> list[str]:
    """Those that the words alone find (BM25)."""
    found = shelf.archive.word_search(any_of(terms(question)), 10 * FIRST)
    return [passage.report_id for passage in shelf.archive.passages([passage_id for passage_id, _ in found])]


WAYS: dict[str, Callable[[str, Library], list[str]]] = {"ours": ours, "vectors": by_vectors, "words": by_words}


def recall(way: Callable[[str, Library], list[str]], asked: Sequence[tuple[str, str]], shelf: Library) -> float:
    """The share of (question, report's source) pairs with that report among the first FIRST different ones found."""
    found = 0
    for question, source in asked:
        first = list(dict.fromkeys(way(question, shelf)))[:FIRST]
        found += any(shelf.reports[report_id].source == source for report_id in first)
    return found / len(asked)


def squad(path: Path) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """The paragraphs of a SQuAD file, and of each question's id its words and its paragraph's source."""
    data = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [p for article in data for p in article["paragraphs"]]
    asked = {qa["id"]: (qa["question"], str(n)) for n, p in enumerate(paragraphs) for qa in p["qas"]}
    return [p["context"] for p in paragraphs], asked


@click.group()
def main() -> None:
    """Measure retrieval beside the bare parts it is made of."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--sample", type=click.IntRange(1), help="Questions a pair of languages, spread evenly.  [default: all]")
def languages(folder: Path, sample: int | None) -> None:
    """The parallel SQuAD files en.json, es.json ... of FOLDER: each language asked over the paragraphs of each.

    Exits 1 where ours finds less than the vectors alone, or in one language less than the better of vectors and words.
    """
    files = {path.stem: squad(path) for path in sorted(folder.glob("*.json"))}
    behind = 0
    click.echo(f"share of {sample or 'all'} questions whose paragraph is among the first {FIRST}\nasked  over   {'  '.join(WAYS)}")
    for over, (texts, _) in files.items():
        drafts = [Draft(str(n), text.encode(), text, language=over) for n, text in enumerate(texts)]
        with tempfile.TemporaryDirectory() as home, library(Path(home), drafts, open_embedder(load()), over) as shelf:
            for language, (_, questions) in files.items():
                asked = spread(list(questions.values()), sample)
                found = {name: recall(way, asked, shelf) for name, way in WAYS.items()}
                least = max(found["vectors"], found["words"] if language == over else 0.0)
                behind += found["ours"] < least
                told = "  ".join(f"{value:.3f}".rjust(len(name)) for name, value in found.items())
                click.echo(f"{language:5}  {over:5}  {told}{'  behind' if found['ours'] < least else ''}")
    raise SystemExit(1 if behind else 0)


# ---------------------------------------------------------------- scale


class Jittered:
    """Gives a passage one of some stored vectors, a little changed; a question is embedded in earnest."""

    def __init__(self, embedder: Embedder, stored: Vectors) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder, self._stored, self._random = embedder, stored, np.random.default_rng(7)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1."""
        rows = self._stored[self._random.integers(0, len(self._stored), len(texts))]
        moved = rows + self._random.normal(0, JITTER, rows.shape)
        vectors: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return vectors

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._embedder.query(text)


def shuffled(archive: Archive, passages: int) -> Iterator[Draft]:
    """Reports made of the archive's passages, drawn anew for each; the dates, publishers and languages are those of real reports."""
    draw = random.Random(7)
    known = archive.reports()
    texts = {r.report_id: [p.text for p in archive.passages_of(r.report_id)] for r in known}
    by_language = {r.language: [t for other in known if other.language == r.language for t in texts[other.report_id]] for r in known}
    for n in range(passages // PASSAGES_A_REPORT):
        like = known[n % len(known)]
        text = "\n\n".join(draw.choice(by_language[like.language]) for _ in range(PASSAGES_A_REPORT))
        yield Draft(f"#{n}", text.encode(), text, f"Report {n}", like.publisher, like.date, language=like.language)


def nearest(question: Question, shelf: Library) -> list[tuple[str, float]]:
    """What a bare query of the index does."""
    return shelf.index.nearest(shelf.embedder.query(question.standalone), 10)


def seconds(calls: Sequence[Callable[[], object]]) -> list[float]:
    """How long each call takes."""
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return taken


def in_turn(ways: Mapping[str, Sequence[Callable[[], object]]]) -> dict[str, list[float]]:
    """How long each call of each way takes: the ways take turns, so that a busy machine slows all of them, and turns at being first."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for n, calls in enumerate(zip(*ways.values(), strict=True)):
        order = list(zip(ways, calls, strict=True))[:: -1 if n % 2 else 1]
        for (name, _), time_taken in zip(order, seconds([call for _, call in order]), strict=True):
            taken[name].append(time_taken)
    return taken


@main.command()
@click.option("--passages", type=click.IntRange(1), default=100_000, show_default=True, help="About so many.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive whose passages are multiplied.  [default: SITREP_HOME]")
@click.option("--keep", type=click.Path(path_type=Path), help="Where the large archive is made, or was made before.  [default: nowhere]")
@click.option("--questions", type=click.Path(path_type=Path, exists=True), required=True, help='JSONL of {"question": ...}.')
def scale(passages: int, home: Path | None, keep: Path | None, questions: Path) -> None:
    """Retrieval over many passages beside a bare query of the index: 50 % and 95 % of the questions take less.

    The question's embedding counts on both sides. Each question is asked once, both ways in turn, after ten that warm up.
    """
    settings, embedder = load(home=home), open_embedder(load())
    asked = [json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder, Archive.open(settings.home) as archive:
        stored = archive.sample_vectors(archive.stats().passages)
        place = keep or Path(folder)
        made = (place / "archive.sqlite").exists()
        drafts = [] if made else list(shuffled(archive, passages))
        with library(place, drafts, Jittered(embedder, stored), "making reports") as shelf:
            click.echo(f"{shelf.index.count():,} passages of {len(shelf.reports):,} reports, {len(asked)} questions")
            understood = [understand(text) for text in asked]
            bare = [partial(nearest, question, shelf) for question in understood]
            whole = [partial(retrieve, question, shelf, weights.load()) for question in understood]
            seconds([*bare[:10], *whole[:10]])
            taken = in_turn({"bare": bare, "ours": whole})
            for name, times in taken.items():
                click.echo(f"{name}: p50 {np.percentile(times, 50) * 1000:.1f} ms, p95 {np.percentile(times, 95) * 1000:.1f} ms")
            click.echo(f"ratio of p95: {np.percentile(taken['ours'], 95) / np.percentile(taken['bare'], 95):.2f}")


if __name__ == "__main__":
    main()
