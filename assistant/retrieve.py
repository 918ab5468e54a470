"""Step 2, retrieve: the passages that may hold the answer, then their best sentences. No model but the embedder.

A passage's score adds up signs that each carry across languages in their own way: the dense vector (minus what sharing the
question's language adds by itself), rare words, names in any spelling or script, and whether the report's date fits the dates asked
for. A sentence's score adds whether it holds the kind of answer that is asked for. The weights were fitted on questions with known
answers (`sitrep eval calibrate` fits them anew) and stand in `weights.json`.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from assistant.answer import Hit, Scope
from assistant.question import Question
from assistant.weights import Weights
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.embed import Embedder
from ingest.names import find_names, name_keys
from ingest.numerals import find_numbers
from ingest.report import Figure, Passage, Report
from ingest.words import any_of, terms

NEAREST = 100  # candidates by vector, and a third as many more from each other language of the archive
BY_WORDS = 60
SHOWN = 10  # passages shown as hits
KEPT = 40  # passages whose sentences are ranked
COMMON = 0.05  # a word in more than this share of the passages tells nothing
FEW = 10  # unless it is in no more passages than this
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


def retrieve(question: Question, library: Library, weights: Weights, limit: int = KEPT) -> list[Candidate]:
    """The `limit` best passages within the question's scope, best first; copies of one report count once."""
    vector = library.embedder.query(question.standalone)
    allowed = in_scope(question.scope, library.reports)
    near = _candidates(question, vector, library, allowed)
    passages = [p for p in library.archive.passages(list(near)) if p.report_id in library.reports]
    mean, spread = _by_chance(vector, library)
    rare, names = _weights_of(question, library, passages)
    scored = []
    for passage in passages:
        report = library.reports[passage.report_id]
        words, keys, head = _features(passage.text, report.title, report.text[:300])
        signs = {
            "dense": (near[passage.passage_id] - mean) / spread,
            "same": float(report.language == question.spoken),
            "words": _share(rare, words),
            "names": _share(names, keys, head),
            "date": date_fit(question, report.date),
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
    rare, names = _weights_of(question, library, [c.passage for c in candidates])
    spans, near = [], []
    for candidate in candidates:
        vectors = stored.get(candidate.passage.passage_id)
        for n, (start, end) in enumerate(candidate.passage.sentences):
            spans.append((candidate, start, end))
            similar = float(vectors[n] @ vector) if vectors is not None else 0.0
            near.append(similar - weights.language_bonus * (candidate.report.language == question.spoken))
    nearness = (np.array(near) - np.mean(near)) / (np.std(near) + 1e-9)
    best = candidates[0].score
    sentences = []
    for (candidate, start, end), similar in zip(spans, nearness, strict=True):
        text = candidate.report.text[start:end]
        counted = tuple(f for f in figures.get(candidate.report.report_id, ()) if start <= f.start < end)
        words, keys, _ = _features(text, "", "")
        signs = {
            "dense": float(similar),
            "passage": candidate.score - best,
            "words": _share(rare, words),
            "names": _share(names, keys),
            "length": min(len(text), 300) / 300,
            **_kind_of_answer(question, text, counted),
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


def date_fit(question: Question, reported: str) -> float:
    """How well a report of that date fits the dates asked for: 1 right after them, 0 with no dates or long after, -1 long before."""
    if not question.dates or not reported:
        return 0.0
    day = _first_day(reported)
    return max(_fit(_first_day(d.first), _last_day(d.last), day) for d in question.dates)


def _fit(first: date, last: date, day: date) -> float:
    if day < first - timedelta(days=2):
        return -0.3 if (first - day).days <= 10 else max(-1.0, -0.5 - (first - day).days / 365)
    for days, fit in ((4, 1.0), (45, 0.5), (365, 0.0)):
        if day <= last + timedelta(days=days):
            return fit
    return -0.3


def _first_day(iso: str) -> date:
    return date.fromisoformat((iso + "-01-01")[:10] if len(iso) < 10 else iso[:10])


def _last_day(iso: str) -> date:
    if len(iso) >= 10:
        return date.fromisoformat(iso[:10])
    first = _first_day(iso)
    return (
        (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if len(iso) == 7 else first.replace(month=12, day=31)
    )


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
    words = sorted({t for t in terms(question.standalone) if len(t) > 1})
    common = library.archive.frequencies(words)
    total = max(library.index.count(), 1)
    rare = [w for w in words if 0 < common.get(w, 0) <= max(COMMON * total, FEW)]
    matched = [p for p, _ in library.archive.word_search(any_of(rare), BY_WORDS, allowed)]
    missing = [p for p in matched if p not in found]
    for passage_id, passage_vector in library.archive.passage_vectors(missing).items():
        found[passage_id] = float(passage_vector @ vector)
    return found


def _by_chance(vector: np.ndarray, library: Library) -> tuple[float, float]:
    sample = library.chance() @ vector
    return float(sample.mean()), max(float(sample.std()), 0.01)


def _weights_of(question: Question, library: Library, passages: Sequence[Passage]) -> tuple[dict[str, float], dict[str, float]]:
    """How much each of the question's words and names tells: the log of how rare it is (a name's rarity among the candidates)."""
    total = max(library.index.count(), 2)
    words = {t for t in terms(question.standalone) if len(t) > 1}
    common = library.archive.frequencies(sorted(words))
    rare = {w: math.log1p(total / common[w]) for w in words if 0 < common.get(w, 0) <= max(COMMON * total, FEW)}
    seen: dict[str, int] = dict.fromkeys(question.names, 0)
    for passage in passages:
        for key in _features(passage.text, "", "")[1] & question.names:
            seen[key] += 1
    names = {k: math.log1p(len(passages) / n) for k, n in seen.items() if n and len(k) > 1}
    return rare, names


def _share(weighted: Mapping[str, float], there: frozenset[str], nearby: frozenset[str] = frozenset()) -> float:
    """Of what the question's words tell, the share that is there (half as much for what is only nearby)."""
    total = sum(weighted.values()) + 3
    return sum(w * (1.0 if k in there else 0.5 if k in nearby else 0.0) for k, w in weighted.items()) / total


@functools.lru_cache(maxsize=20_000)
def _features(text: str, title: str, head: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """A text's words, its name keys, and those of its report's title and head."""
    return frozenset(terms(text)), frozenset(name_keys(text)), frozenset(name_keys(f"{title}. {head}")) if title or head else frozenset()


def _kind_of_answer(question: Question, text: str, counted: Sequence[Figure]) -> dict[str, float]:
    """Whether the sentence holds the kind of thing asked for: a count of that, or a name the question does not already give."""
    asked = question.asked
    if asked.kind == "count":
        kinds = {"count", "percent", "measure", "money"}
        numbers = any(n.kind in kinds and not n.weak for n in find_numbers(text))
        return {
            "count": float(bool(counted) or numbers),
            "what": float(not asked.what or any(f.what == asked.what for f in counted)),
            "who": float(bool(asked.who) and any(f.who == asked.who for f in counted)),
        }
    new = [n for n in find_names(text) if not name_keys(n.text) & question.names]
    return {"name": float(bool(new)) if asked.kind in {"who", "name", "where"} else 0.5}


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
