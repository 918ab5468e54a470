"""Step 2, retrieve: the passages that may hold the answer, then their best sentences. No model but the embedder.

A passage's score adds up signs that each carry across languages in their own way: the vectors of the passage and of its best sentence
(less what sharing the question's language adds by itself), rare words, names in any spelling or script, places, and whether the
report's date fits the dates asked for. A sentence's score adds whether it holds the kind of answer that is asked for. The weights were
fitted on questions with known answers over two collections and stand in `weights.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.answer import Hit, Scope
from assistant.instructions import instructs
from assistant.question import Question
from assistant.signs import date_fit, features, kind_of_answer, named, places_of, rare_words, share, tellings
from assistant.weights import Weights
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.embed import Embedder
from ingest.report import Figure, Passage, Report
from ingest.words import any_of

NEAREST = 100  # candidates by vector, and a third as many more from each other language of the archive
BY_WORDS = 60
SHOWN = 10  # passages shown as hits
KEPT = 40  # passages whose sentences are ranked
SAMPLE = 400  # passages that tell how near a passage is to the question by chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may hold the answer; `signs` are the parts of its score."""

    passage: Passage
    report: Report
    score: float
    signs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may state the answer, with the figures the ledger found in it."""

    report: Report
    passage: Passage
    start: int
    end: int
    score: float
    signs: Mapping[str, float] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        """Its words, exactly."""
        return self.report.text[self.start : self.end]

    @property
    def instructs(self) -> bool:
        """Whether it, or the sentence before it in the passage, tells its reader what to say."""
        before = max((start for start, end in self.passage.sentences if end <= self.start), default=self.start)
        return instructs(self.text) or (before < self.start and instructs(self.report.text[before : self.start]))


@dataclass(slots=True)
class Library:
    """The archive, its index and the embedder as the steps use them; remembers what a passage's words and names are."""

    archive: Archive
    index: ChromaIndex
    embedder: Embedder
    _seen: str = ""
    _reports: dict[str, Report] = field(default_factory=dict)
    _chance: np.ndarray | None = None

    def refresh(self) -> None:
        """Forget what was remembered if another process wrote since."""
        now = str(self.archive.generation)
        if now != self._seen:
            self._seen, self._chance = now, None
            self._reports = {report.report_id: report for report in self.archive.reports()}

    @property
    def reports(self) -> Mapping[str, Report]:
        """Every report by its id."""
        return self._reports

    def chance(self) -> np.ndarray:
        """Vectors of some passages taken evenly from the whole archive, shape (n, dimension)."""
        if self._chance is None:
            self._chance = self.archive.sample_vectors(SAMPLE)
        return self._chance

    def by_chance(self, vector: np.ndarray) -> tuple[float, float]:
        """Mean and spread of how near a question's vector is to any passage."""
        sample = self.chance() @ vector
        return float(sample.mean()), max(float(sample.std()), 0.01)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How near each text is to the question, in spreads above what any passage is by chance."""
        vector = self.embedder.query(question)
        mean, spread = self.by_chance(vector)
        return [(float(each @ vector) - mean) / spread for each in self.embedder.passages(texts)] if texts else []


def retrieve(question: Question, library: Library, weights: Weights, limit: int = KEPT) -> list[Candidate]:
    """The `limit` best passages within the question's scope, best first; copies of one report count once."""
    vector = library.embedder.query(question.standalone)
    allowed = in_scope(question.scope, library.reports)
    near = _candidates(question, vector, library, allowed)
    passages = [p for p in library.archive.passages(list(near)) if p.report_id in library.reports]
    stored = library.archive.sentence_vectors([p.passage_id for p in passages])
    mean, spread = library.by_chance(vector)
    rare, names = tellings(question, passages, library.archive, library.index.count())
    asked = places_of(question.standalone)
    scored = []
    for passage in passages:
        report = library.reports[passage.report_id]
        words, keys, head = features(passage.text, report.title, report.text[:300])
        best = max((float(v @ vector) for v in stored.get(passage.passage_id, ())), default=near[passage.passage_id])
        signs = {
            "dense": (near[passage.passage_id] - mean) / spread,
            "best": (best - mean) / spread,
            "same": float(report.language == question.spoken),
            "words": share(rare, words),
            "names": share(names, keys, head),
            "date": date_fit(question, report.date),
            "places": named(asked, places_of(passage.text)),
        }
        scored.append(Candidate(passage, report, weights.score("passage", signs), signs))
    scored.sort(key=lambda c: (-c.score, c.passage.passage_id))
    return _once(scored, library.archive)[:limit]


def best_sentences(question: Question, candidates: Sequence[Candidate], library: Library, weights: Weights) -> list[Sentence]:
    """Every sentence of the candidates, the likeliest to state the answer first."""
    if not candidates:
        return []
    vector = library.embedder.query(question.standalone)
    stored = library.archive.sentence_vectors([c.passage.passage_id for c in candidates])
    figures = _figures_at(library.archive, candidates)
    mean, spread = library.by_chance(vector)
    rare, _ = tellings(question, [c.passage for c in candidates], library.archive, library.index.count())
    best = candidates[0].score
    sentences = []
    for candidate in candidates:
        vectors = stored.get(candidate.passage.passage_id)
        for n, (start, end) in enumerate(candidate.passage.sentences):
            text = candidate.report.text[start:end]
            counted = tuple(f for f in figures.get(candidate.report.report_id, ()) if start <= f.start < end)
            words, _, _ = features(text, "", "")
            signs = {
                "dense": (float(vectors[n] @ vector) - mean) / spread if vectors is not None else 0.0,
                "same": candidate.signs["same"],
                "passage": candidate.score - best,
                "words": share(rare, words),
                "length": min(len(text), 300) / 300,
                **kind_of_answer(question, text, counted),
            }
            sentences.append(Sentence(candidate.report, candidate.passage, start, end, weights.score("sentence", signs), signs, counted))
    sentences.sort(key=lambda s: (-s.score, s.report.report_id, s.start))
    return sentences


def as_hit(candidate: Candidate) -> Hit:
    """A candidate as the answer shows it."""
    report, passage = candidate.report, candidate.passage
    head = (report.report_id, report.source, report.title, report.publisher, report.date, report.language)
    return Hit(*head, passage.text, passage.start, passage.end, candidate.score, dict(candidate.signs))


def in_scope(scope: Scope, reports: Mapping[str, Report]) -> set[str] | None:
    """The ids of the reports that the scope lets answer; None if it does not narrow."""
    if not scope:
        return None
    folded = {p.casefold() for p in scope.publishers}
    places = [p.casefold() for p in scope.places]
    return {
        r.report_id
        for r in reports.values()
        if (not scope.reports or r.report_id in scope.reports)
        and (not scope.languages or r.language in scope.languages)
        and (not folded or r.publisher.casefold() in folded)
        and (not scope.published_from or (r.date and r.date >= scope.published_from[: len(r.date)]))
        and (not scope.published_to or (r.date and r.date <= scope.published_to))
        and (not places or any(p in " ".join([r.title, r.text, *r.places]).casefold() for p in places))
    }


def _candidates(question: Question, vector: np.ndarray, library: Library, allowed: set[str] | None) -> dict[str, float]:
    """Passage ids and their cosine to the question: the nearest, the nearest of each other language, and those that share rare words."""
    where = None if allowed is None else {"report_id": {"$in": sorted(allowed)}}
    if allowed is not None and not allowed:
        return {}
    found = dict(library.index.nearest(vector, NEAREST, where))
    languages = {r.language for r in library.reports.values() if allowed is None or r.report_id in allowed}
    for language in sorted(languages - {question.spoken}) if len(languages) > 1 else ():
        only = {"language": language} if where is None else {"$and": [where, {"language": language}]}
        found |= dict(library.index.nearest(vector, NEAREST // 3, only))
    rare = rare_words(question, library.archive, library.index.count())
    matched = [p for p, _ in library.archive.word_search(any_of(rare), BY_WORDS, allowed)]
    missing = [p for p in matched if p not in found]
    for passage_id, passage_vector in library.archive.passage_vectors(missing).items():
        found[passage_id] = float(passage_vector @ vector)
    return found


def _figures_at(archive: Archive, candidates: Sequence[Candidate]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in archive.figures({c.report.report_id for c in candidates}):
        found.setdefault(figure.report_id, []).append(figure)
    return found


def _once(ranked: Sequence[Candidate], archive: Archive) -> list[Candidate]:
    """The candidates without the copies of a report that stands higher."""
    kept: list[Candidate] = []
    used: set[str] = set()
    hidden: set[str] = set()
    for candidate in ranked:
        report_id = candidate.report.report_id
        if report_id not in used and report_id not in hidden:
            used.add(report_id)
            hidden |= archive.copies(report_id) - used
        if report_id not in hidden:
            kept.append(candidate)
    return kept
