"""Step 2, retrieve: the passages that may hold the answer, then their best sentences. No model but the embedder.

A passage's score adds up signs that each carry across languages in their own way: the vectors of the passage and of its best sentence
(less what sharing the question's language adds by itself), rare words, names in any spelling or script, places, and whether the
report's date fits the dates asked for. A sentence's score adds whether it holds the kind of answer that is asked for. The weights were
fitted on questions with known answers over two collections and stand in `weights.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from assistant.answer import Hit
from assistant.instructions import instructs
from assistant.question import Question
from assistant.scope import in_scope
from assistant.signs import date_fit, kind_of_answer, named, places_of, rare_names, rare_words, share, tells, words_tell
from assistant.weights import Weights
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex, nearest_of_all
from ingest.concepts import concepts, concepts_of
from ingest.embed import Embedder
from ingest.features import Features, spaced
from ingest.report import Figure, Passage, Report
from ingest.words import any_of, terms

NEAREST = 100  # candidates by vector, and a third as many more from each other language of the archive
BY_WORDS = 60
AHEAD = 1.5  # spreads by which a passage's best sentence can be nearer to the question than the passage
MATCHED = 1000  # passages that words are looked for in
SHOWN = 10  # passages shown as hits
LIKELY = 48  # candidates that are ranked by their best sentence too
LOOKED_AROUND = 12  # best passages that those before and after are looked at too: they tell of the same thing in other words
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
        return instructs(self.text) or instructs(self.in_context[: -len(self.text)])

    @property
    def in_context(self) -> str:
        """Its words behind those of the sentence before it in the passage."""
        before = max((start for start, end in self.passage.sentences if end <= self.start), default=self.start)
        return self.report.text[before : self.end]


_Telling = tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]  # of words, names, concepts


@dataclass(slots=True)
class Library:
    """The archive, its index and the embedder as the steps use them; remembers the reports, and how many `passages` they have."""

    archive: Archive
    index: ChromaIndex
    embedder: Embedder
    passages: int = 0
    _frequencies: dict[str, dict[str, int]] = field(default_factory=dict)
    _seen: str = ""
    _reports: dict[str, Report] = field(default_factory=dict)
    _chance: np.ndarray | None = None
    _asked: tuple[str, np.ndarray] | None = None

    def refresh(self) -> None:
        """Forget what was remembered if another process wrote since."""
        now = str(self.archive.generation)
        if now != self._seen:
            self._seen, self._chance, self.passages, self._frequencies = now, None, self.archive.stats().passages, {}
            self._reports = {report.report_id: report for report in self.archive.reports()}

    @property
    def reports(self) -> Mapping[str, Report]:
        """Every report by its id."""
        return self._reports

    def frequencies(self, words: Sequence[str], column: str = "folded") -> dict[str, int]:
        """As `Archive.frequencies`, remembered: common ones take long to count, and every question has them."""
        known = self._frequencies.setdefault(column, {})
        if new := [word for word in words if word not in known]:
            known |= dict.fromkeys(new, 0) | self.archive.frequencies(new, column)
        return {word: n for word in words if (n := known[word])}

    def chance(self) -> np.ndarray:
        """Vectors of some passages taken evenly from the whole archive, shape (n, dimension)."""
        if self._chance is None:
            self._chance = self.archive.sample_vectors(SAMPLE)
        return self._chance

    def vector(self, question: str) -> np.ndarray:
        """The vector of a question, remembered until the next one: each step asks for it."""
        asked = self._asked
        if asked is None or asked[0] != question:
            self._asked = asked = (question, self.embedder.query(question))
        return asked[1]

    def by_chance(self, vector: np.ndarray) -> tuple[float, float]:
        """Mean and spread of how near a question's vector is to any passage."""
        sample = self.chance() @ vector
        return float(sample.mean()), max(float(sample.std()), 0.01)

    def nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        """How near each text is to the question, in spreads above what any passage is by chance."""
        vector = self.vector(question)
        mean, spread = self.by_chance(vector)
        return [(float(each @ vector) - mean) / spread for each in self.embedder.passages(texts)] if texts else []


def retrieve(question: Question, library: Library, weights: Weights, limit: int = KEPT) -> list[Candidate]:
    """The `limit` best passages within the question's scope, best first; copies of one report count once."""
    allowed = in_scope(question.scope, library.reports, question.cited)
    if allowed is not None and not allowed:
        return []
    vector = library.vector(question.standalone)
    rare = rare_words(question, library.frequencies, library.passages)
    names = rare_names(question, partial(library.frequencies, column="names"), library.passages)
    near = _by_vector(question, vector, library, allowed) | _by_words({"folded": rare, "names": names}, vector, library, allowed)
    mean, spread = library.by_chance(vector)
    dense = {passage_id: (cosine - mean) / spread for passage_id, cosine in near.items()}
    features = library.archive.features(dense)
    telling = _telling(question, features, rare, library)
    signs = _signs(question, dense, features, telling, library)
    likely = _best(signs, weights)
    beside = [each for each in library.archive.passages_beside(likely[:LOOKED_AROUND]) if each not in dense]
    around = library.archive.passage_vectors(beside)
    dense |= {passage_id: (float(each @ vector) - mean) / spread for passage_id, each in around.items()}
    signs |= _signs(question, dense, library.archive.features(around), telling, library)
    likely = _best({passage_id: signs[passage_id] for passage_id in (*likely, *around) if passage_id in signs}, weights)
    for passage_id, sentences in library.archive.sentence_vectors(likely).items():
        best = (float((sentences @ vector).max()) - mean) / spread
        signs[passage_id]["best"] = min(best, dense[passage_id] + AHEAD)
    ranked = [
        Candidate(passage, library.reports[passage.report_id], weights.score("passage", known), known)
        for passage in library.archive.passages(likely)
        for known in (signs[passage.passage_id],)
    ]
    ranked.sort(key=lambda c: (-c.score, c.passage.passage_id))
    return _once(ranked, library.archive)[:limit]


def _best(signs: Mapping[str, Mapping[str, float]], weights: Weights) -> list[str]:
    """The ids of the LIKELY best passages by these signs."""
    return sorted(signs, key=lambda passage_id: (-weights.score("passage", signs[passage_id]), passage_id))[:LIKELY]


def _telling(question: Question, features: Mapping[str, Features], rare: Mapping[str, int], library: Library) -> _Telling:
    """How much the question's words and names, as lines of terms have them, and its concepts tell, among these passages."""
    held = [each for each in features.values() if each.report_id in library.reports]
    meant = tells(question.concepts, [concepts_of(each.words, library.reports[each.report_id].language) for each in held])
    names = tells((spaced(key) for key in question.names if len(key) > 1), [each.names for each in held])
    return {spaced(word): told for word, told in words_tell(rare, library.passages).items()}, names, meant


def _signs(
    question: Question, dense: Mapping[str, float], features: Mapping[str, Features], telling: _Telling, library: Library
) -> dict[str, dict[str, float]]:
    """The parts of each passage's score; "best", that of its best sentence, is taken to be the passage's own until it is known."""
    words, names, meant = telling
    asked = [spaced(place) for place in places_of(question.standalone)]
    signs = {}
    for passage_id, held in features.items():
        report = library.reports.get(held.report_id)
        if report is None:
            continue  # another process removed it
        signs[passage_id] = {
            "dense": dense[passage_id],
            "best": dense[passage_id],
            "same": float(report.language == question.spoken),
            "words": share(words, held.words),
            "names": share(names, held.names, held.head),
            "concepts": share(meant, concepts_of(held.words, report.language)),
            "date": date_fit(question, report.date),
            "places": named(asked, held.places),
        }
    return signs


def best_sentences(question: Question, candidates: Sequence[Candidate], library: Library, weights: Weights) -> list[Sentence]:
    """Every sentence of the candidates, the likeliest to state the answer first."""
    if not candidates:
        return []
    vector = library.vector(question.standalone)
    stored = library.archive.sentence_vectors([c.passage.passage_id for c in candidates])
    figures = _figures_at(library.archive, candidates)
    mean, spread = library.by_chance(vector)
    tell = words_tell(rare_words(question, library.frequencies, library.passages), library.passages)
    words_of = [[terms(c.report.text[start:end]) for start, end in c.passage.sentences] for c in candidates]
    tell_of = [[concepts(words, c.report.language) for words in said] for c, said in zip(candidates, words_of, strict=True)]
    meant = tells(question.concepts, [each for told in tell_of for each in told])
    best = candidates[0].score
    of_report: dict[str, float] = {}  # the score of its best passage
    sentences = []
    for candidate, said, told in zip(candidates, words_of, tell_of, strict=True):
        ahead = of_report.setdefault(candidate.report.report_id, candidate.score) - candidate.score
        vectors = stored.get(candidate.passage.passage_id)
        for n, (start, end) in enumerate(candidate.passage.sentences):
            text = candidate.report.text[start:end]
            counted = tuple(f for f in figures.get(candidate.report.report_id, ()) if start <= f.start < end)
            signs = {
                "dense": (float(vectors[n] @ vector) - mean) / spread if vectors is not None else 0.0,
                "same": candidate.signs["same"],
                "passage": candidate.score - best,
                "report": 0.0 if question.asked.number else ahead,
                "words": share(tell, frozenset(said[n])),
                "concepts": share(meant, told[n]),
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


def _by_words(rare: Mapping[str, Mapping[str, int]], vector: np.ndarray, library: Library, allowed: set[str] | None) -> dict[str, float]:
    """The cosine to the question, by id, of the passages that share the rarest of its words, or of the keys of its names, by column."""
    searched = (any_of(_rarest(each), column) for column, each in rare.items())
    matched = dict.fromkeys(passage_id for match in searched for passage_id, _ in library.archive.word_search(match, BY_WORDS, allowed))
    vectors = library.archive.passage_vectors(list(matched))
    return {passage_id: float(each @ vector) for passage_id, each in vectors.items()}


def _by_vector(question: Question, vector: np.ndarray, library: Library, allowed: set[str] | None) -> dict[str, float]:
    """The nearest passages' cosine to the question by id: of all, and a third as many of each other language."""
    near = library.index.nearest_by_language(vector, NEAREST, None if allowed is None else {"report_id": {"$in": sorted(allowed)}})
    found = dict(nearest_of_all(near, NEAREST))
    for language, passages in near.items():
        found |= dict(passages[: NEAREST // 3] if language != question.spoken else ())
    return found


def _rarest(rare: Mapping[str, int]) -> list[str]:
    """The rarest word, and as many more as all together stand in at most MATCHED passages."""
    chosen: list[str] = []
    matched = 0
    for word in sorted(rare, key=lambda word: (rare[word], word)):
        matched += rare[word]
        if matched > MATCHED and chosen:
            break
        chosen.append(word)
    return chosen


def _figures_at(archive: Archive, candidates: Sequence[Candidate]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in archive.figures({c.report.report_id for c in candidates}):
        found.setdefault(figure.report_id, []).append(figure)
    return found


def _once(ranked: Sequence[Candidate], archive: Archive) -> list[Candidate]:
    """The candidates without the copies of a report that stands higher."""
    copies = archive.copies({candidate.report.report_id for candidate in ranked})
    kept: list[Candidate] = []
    used: set[str] = set()
    for candidate in ranked:
        report_id = candidate.report.report_id
        if report_id in used or not copies.get(report_id, set()) & used:
            used.add(report_id)
            kept.append(candidate)
    return kept
