"""The story of a question: understand, retrieve, read, reconcile, judge, compose, verify. Each step has a module of its name.

A model proposes; code decides what may be said. `Assistant.stream` is the whole way, in order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant import by_kind, collection, compose, judge, ledger, read, reconcile, refuse, retrieve, weights
from assistant.acronyms import spelled_out
from assistant.answer import Answer, Event, Scope
from assistant.chat_model import ChatModel
from assistant.errors import BadReply, ModelUnavailable
from assistant.notes import Notes
from assistant.question import Question, Turn, understand
from assistant.retrieve import Library, Sentence
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.embed import open_embedder
from ingest.pipeline import IngestSummary, Result, finish, ingest_all
from ingest.report import Figure, Report
from ingest.settings import Settings, load

READ_TOKENS = 220  # evidence in a first reading where the model's speed is not known, and the step above that
SECONDS_TO_READ = 4.0  # what a first reading may take once it is
COUNTS = 2  # values of the ledger that the model is asked about
READINGS = (1, 2)  # times READ_TOKENS that are read one after the other, until an answer is sure
SURE = 0.75  # the model's yes from which on it is
LIKELY = 0.6  # or what its signs together make of it


class Assistant:
    """Questions over the reports of one home, answered in this process. Safe to share between threads; questions take turns."""

    def __init__(self, settings: Settings, library: Library, model: ChatModel, reason: str = "") -> None:
        self.settings, self.library, self.model, self.reason = settings, library, model, reason
        self.weights = weights.load()
        self._turn = threading.Lock()
        self._speed = 0.0

    @classmethod
    def open(cls, settings: Settings | None = None, *, model: ChatModel | None = None, **given: object) -> Assistant:
        """An assistant over `settings.home`; `given` are settings by name. Chooses the chat model unless one is passed.

        Raises SettingsError, ArchiveError, IndexMismatch, UnreachableError; a model that is not reachable is a refusal later, no error.
        """
        settings = settings or load(**given)
        embedder = open_embedder(settings)
        finish(settings, embedder=embedder)
        archive = Archive.open(settings.home)
        index = ChromaIndex.open(settings, embedder, archive)
        if model is not None:
            return cls(settings, Library(archive, index, embedder), model, "passed by the caller")
        from assistant.model_choice import choose

        chosen = choose(settings)
        return cls(settings, Library(archive, index, embedder), chosen.model, chosen.reason)

    # ------------------------------------------------------------ questions

    def ask(self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None) -> Answer:
        """Answer one question. `history` holds the earlier ones, oldest first. Raises BadQuestion."""
        answer = None
        for event in self.stream(question, history=history, scope=scope):
            answer = event.answer or answer
        assert answer is not None
        return answer

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), scope: Scope | None = None, cancel: threading.Event | None = None
    ) -> Iterator[Event]:
        """The answer as it comes: "hits" at once, a "text" a verified claim, then "answer". `cancel` ends it early, without "answer"."""
        with self._turn:
            yield from self._stream(question, history, scope, cancel or threading.Event())

    def _stream(self, text: str, history: Sequence[Turn], scope: Scope | None, cancel: threading.Event) -> Iterator[Event]:
        notes = Notes(self.model.name, read.PROMPT_VERSION, self.settings.hash)
        self.library.refresh()
        reports = self.library.reports
        publishers = sorted({r.publisher for r in reports.values() if r.publisher})
        question = understand(text, history, scope, publishers, self.library.frequencies)
        notes.done("understand", question=question)
        if not reports:
            yield Event("answer", answer=refuse.no_reports(question, notes))
            return
        about = collection.answer(question, list(reports.values()))
        if about:
            yield Event("answer", answer=replace(about, trace=notes.trace()))
            return

        candidates = retrieve.retrieve(question, self.library, self.weights)
        question = replace(question, spelled=spelled_out(question.source, (c.report.text for c in candidates)))
        sentences = retrieve.best_sentences(question, candidates, self.library, self.weights)
        hits = tuple(retrieve.as_hit(c) for c in candidates[: retrieve.SHOWN])
        notes.found(candidates, sentences)
        yield Event("hits", hits=hits)
        if not candidates:
            yield Event("answer", answer=refuse.out_of_scope(question, reports, notes))
            return

        try:
            judged = self._judged(question, sentences, candidates, notes, cancel)
        except ModelUnavailable as error:
            yield Event("answer", answer=refuse.model_unavailable(question, str(error), hits, notes))
            return
        if cancel.is_set():
            return
        if judged is None or not judged[1].holds(self.weights):
            yield Event("answer", answer=refuse.no_evidence(question, sentences, reports, hits, notes))
            return

        accounts, judgement = judged
        answer = compose.compose(question, accounts, judgement.probability, hits, notes)
        if not answer.claims:
            answer = refuse.no_evidence(question, sentences, reports, hits, notes)
        for claim in answer.claims:
            yield Event("text", text=claim.text)
        yield Event("answer", answer=replace(answer, trace=notes.trace()))

    def _judged(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        candidates: Sequence[retrieve.Candidate],
        notes: Notes,
        cancel: threading.Event,
    ) -> tuple[reconcile.Accounts, judge.Judgement] | None:
        """The likeliest proposal with all that the reports give beside it, and how far it can be trusted; None if nothing is proposed."""
        tried: list[judge.Tried] = []
        accounts: list[reconcile.Accounts] = []
        judgements: list[judge.Judgement] = []
        for proposals, most in self._proposals(question, sentences, notes, cancel, lambda: any(j.holds(self.weights) for j in judgements)):
            notes.proposed(proposals)
            weighed = [each.proposal for each in tried]
            for proposal in read.likeliest([each for each in proposals if not read.was_weighed(each, weighed)], most):
                told = reconcile.reconcile(question, proposal, sentences, candidates, self.weights)
                try:
                    yes, reply = judge.ask_model(question, told.proposals if question.change else [proposal], self.model, cancel)
                except BadReply as error:  # nothing said is no yes
                    notes.dropped("judge", str(error))
                    continue
                notes.replied(reply)
                margin = read.lead(proposal, proposals, {other.value for other in told.proposals})
                tried.append(judge.Tried(proposal, yes, margin, proposal.score - proposals[0].score))
                accounts.append(told)
                if yes >= SURE and judge.judge(question, tried, self.weights)[-1].probability >= LIKELY:
                    break  # no other is asked about
            judgements[:] = judge.judge(question, tried, self.weights)
            counted = [each.holds(self.weights) for each, of in zip(judgements, tried, strict=True) if of.proposal.from_ledger]
            sure = any(each.yes >= SURE for each in tried) or any(each.probability >= LIKELY for each in judgements)
            if cancel.is_set() or any(counted) or sure:
                break
        for each, judgement in zip(tried, judgements, strict=True):
            notes.judged(each.proposal, each.yes, judgement)
        best = max(zip(accounts, judgements, strict=True), key=lambda each: each[1].probability, default=None)
        if best is not None:
            notes.done("reconcile", values=[proposal.value for proposal in best[0].proposals])
        return best

    def _proposals(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        notes: Notes,
        cancel: threading.Event,
        held: Callable[[], bool],
    ) -> Iterator[tuple[list[read.Proposal], int]]:
        """What may be the answer, best first, and how many of it to look at: the ledger's figures, then or else what is read.

        At last, if none of it `held`, what code finds of the kind asked for.
        """
        counted = self._evidence(ledger.proposals(question, sentences, self.weights, self.library.nearness), notes)
        if counted:
            yield counted, COUNTS
        left = list(sentences)
        for times in READINGS[:1] if counted else READINGS:
            shown = read.within(left, self.model, self._budget(times))
            if cancel.is_set():
                return
            if not shown:
                break
            yield self._told(question, shown, notes, cancel), 1
            left = left[len(shown) :]
        if not (held() or cancel.is_set()) and (found := by_kind.proposals(question, sentences)):
            yield found, by_kind.MOST

    def _told(self, question: Question, shown: Sequence[Sentence], notes: Notes, cancel: threading.Event) -> list[read.Proposal]:
        """What the model reads out; once more without the sentences that give it orders, if it followed one of them."""
        found = self._read(question, shown, notes, cancel)
        kept = self._evidence(found, notes)
        if kept or not found or cancel.is_set():
            return kept
        return self._read(question, [s for s in shown if not s.instructs], notes, cancel)

    def _evidence(self, proposals: Sequence[read.Proposal], notes: Notes) -> list[read.Proposal]:
        """The proposals without those that stand in a sentence which tells its reader what to say: that is no report of anything."""
        for proposal in proposals:
            if proposal.sentence.instructs:
                notes.dropped("propose", f"{proposal.sentence.text[:80]!r} is an instruction to the reader, not a report")
        return [proposal for proposal in proposals if not proposal.sentence.instructs]

    def _read(self, question: Question, shown: Sequence[Sentence], notes: Notes, cancel: threading.Event) -> list[read.Proposal]:
        """What the model proposes from these sentences, as far as they state it."""
        if not shown:
            return []
        try:
            value, reply = read.read(question, shown, self.model, cancel)
        except BadReply as error:
            notes.dropped("read", str(error))
            return []
        notes.replied(reply)
        notes.done("read", shown=len(shown), value=value)
        self._speed = reply.reading_speed or self._speed
        return read.locate(question, value, shown)

    def _budget(self, times: int) -> int:
        """Evidence tokens to read: `times` those set, or what the model reads in SECONDS_TO_READ, in steps so that it seldom changes."""
        steps = max(1, int(self._speed * SECONDS_TO_READ / READ_TOKENS))
        return min(times * (self.settings.read_tokens or READ_TOKENS * steps), self.settings.num_ctx // 2)

    # ------------------------------------------------------------ reports

    def reports(self) -> list[Report]:
        """Every report in the archive."""
        return self.library.archive.reports()

    def report(self, report_id: str) -> Report:
        """One report, with its text; raises UnknownReport."""
        return self.library.archive.report(report_id)

    def ingest(
        self, targets: Sequence[str], on_result: Callable[[Result], None] | None = None, *, source_of: Callable[[str], str] | None = None
    ) -> IngestSummary:
        """Add reports; `source_of` gives the source to keep for a path that was read. Raises what `ingest_all` raises."""
        return ingest_all(targets, self.settings, embedder=self.library.embedder, on_result=on_result, source_of=source_of)

    def figures(self, query: str) -> list[Figure]:
        """The ledger's counts about `query`, best first."""
        from ingest.figures_search import search

        return search(self.library.archive, query)

    def health(self) -> dict[str, Any]:
        """What answers, with which model, over how many reports."""
        stats = self.library.archive.stats()
        return {
            "ok": True,
            "model": self.model.name,
            "reason": self.reason,
            "embedder": self.library.embedder.name,
            "reports": stats.reports,
            "passages": stats.passages,
            "languages": sorted(stats.languages),
        }

    def warm(self) -> None:
        """Load what the first question would wait for."""
        understand("Who was where on 1 January 2020?")
        self.library.embedder.query("warm")
        getattr(self.model, "warm", lambda: None)()

    def close(self) -> None:
        """Let go of the model, the index and the archive."""
        self.model.close()
        self.library.index.close()
        self.library.archive.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
