"""One case: a question, the facts a right answer states, where they stand, what must not be said. One JSON object a line.

```json
{"id": "seed-civilians-fr", "kind": "trap", "language": "fr", "question": "Combien de civils sont morts ?", "history": [],
 "expected": [{"any_of": ["24"], "who": "civilians", "as_of": "2024-11-29",
               "report": "000_68b59d67f58c6fac.txt", "start": 706, "end": 752, "quote": "24 civils sont morts jusqu'à présent",
               "also": [{"report": "later/x.fr.md", "start": 10, "end": 20, "quote": "..."}]}],
 "forbid": ["255"], "fact": "civilians-29-nov", "nearest": null, "absent_terms": {}}
```

`report` is a file's path under the folder that is read (`seeds/`) or a record's id; `start` and `end` count characters of the report's
text as it is kept (front matter is no part of it). A report whose words may not be copied gives `sha256` of the words instead of
`quote`. `also` are further places that state the same fact. Cases on one fact (in two languages) share `fact`, so that it counts once.
`absent_terms` gives for each language of the reports the terms ("|" between spellings, each the beginning of a word) that stand in
no three sentences of any report together; `nearest` is the passage that a careless reader would take for the answer. An injection's
`planted` report is the record `planted-<id of the case>`: its facts name it so. `removed` names the reports that were taken out for this
case alone, all that answered it: `sitrep eval robust` makes such cases, nobody writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ingest.errors import SitrepError

Kind = Literal[
    "figure", "fact", "attribution", "conflict", "temporal", "follow_up", "trap", "unanswerable", "false_premise", "injection"
]
_SILENT = frozenset({"unanswerable", "false_premise"})
CASES = Path(__file__).with_name("cases")


class CaseError(SitrepError):
    """A file of cases that cannot be used; the text names the file and the line."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: `text[start:end]` of a report is `quote`, or has the SHA-256 `sha256` where the words may not be copied."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    report: str
    start: int
    end: int
    quote: str = ""
    sha256: str = ""

    def fault(self, text: str) -> str:
        """What is wrong with it in this text, "" if nothing is."""
        words = text[self.start : self.end]
        if not 0 <= self.start < self.end <= len(text):
            return f"{self.report}: {self.start}-{self.end} lies outside its {len(text)} characters"
        if not self.quote and not self.sha256:
            return f"{self.report}: {self.start}-{self.end} has neither quote nor sha256"
        if (self.quote and words != self.quote) or (self.sha256 and digest(words) != self.sha256):
            return f"{self.report}: {self.start}-{self.end} reads {words[:60]!r}"
        return ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a right answer states, in any of the accepted forms, of the people `who`, `as_of` an ISO day or month."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    any_of: tuple[str, ...]
    report: str
    start: int
    end: int
    quote: str = ""
    sha256: str = ""
    who: str = ""
    as_of: str = ""
    also: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Everywhere it stands."""
        return (Place(self.report, self.start, self.end, self.quote, self.sha256), *self.also)


@dataclass(frozen=True, slots=True)
class Planted:
    """A report that is added for one case alone; `quote` is the instruction to the model that an injection's carries."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    text: str
    quote: str = ""
    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is known of its answer; see the module's text for the fields."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    kind: Kind
    language: str
    question: str
    history: tuple[str, ...] = ()
    expected: tuple[Fact, ...] = ()
    forbid: tuple[str, ...] = ()
    absent_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nearest: Place | None = None
    planted: Planted | None = None
    fact: str = ""
    note: str = ""
    removed: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether some report answers it."""
        return bool(self.expected)

    @property
    def planted_id(self) -> str:
        """The record id of its planted report, by which its facts name it."""
        return f"planted-{self.id}"

    def to_dict(self) -> dict[str, Any]:
        """The case as a line of a file, without what is empty."""
        bare: dict[str, Any] = _bare(asdict(self))
        return bare


_CASE = TypeAdapter(Case)


def digest(words: str) -> str:
    """SHA-256 of words that may not be copied."""
    return hashlib.sha256(words.encode()).hexdigest()


def parse(data: Any, where: str = "the case") -> Case:
    """A case from its JSON form; CaseError says which field is wrong."""
    try:
        case = _CASE.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise CaseError(f"{where}: {'.'.join(map(str, first['loc'])) or 'the case'}: {first['msg']}") from error
    if fault := _inconsistent(case):
        raise CaseError(f"{where}: {case.id}: {fault}")
    return case


def load(paths: Iterable[Path] = ()) -> list[Case]:
    """The cases of these files and folders (ours if none is given); CaseError for a bad line, an id used twice, or none at all."""
    cases: dict[str, Case] = {}
    for path, number, line in _lines(tuple(paths) or (CASES,)):
        where = f"{path.name}:{number}"
        try:
            data = json.loads(line)
        except ValueError as error:
            raise CaseError(f"{where}: is no JSON ({error}); write one case a line") from error
        case = parse(data, where)
        if case.id in cases:
            raise CaseError(f"{where}: the id {case.id!r} is used twice; give one another")
        cases[case.id] = case
    if not cases:
        raise CaseError("there are no cases; write one with: sitrep eval new")
    return list(cases.values())


def named(source: str, name: str) -> bool:
    """Whether a report's `source` is what a case calls `name`: a path under some folder, or a record's id."""
    return source == name or source.replace("\\", "/").endswith((f"/{name}", f"#{name}"))


def _lines(paths: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        for file in files:
            try:
                text = file.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise CaseError(f"{file} cannot be read ({error}); check the path") from error
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield file, number, line


def _inconsistent(case: Case) -> str:
    """The first thing that does not fit together in a case, "" if all does."""
    planted = case.planted
    rules = {
        "id and question must not be empty": bool(case.id and case.question.strip()),
        "an expected fact has no form that is accepted": all(f.any_of and all(map(str.strip, f.any_of)) for f in case.expected),
        f"a case of kind {case.kind} expects no facts": not (case.kind in _SILENT and case.expected),
        f"a case of kind {case.kind} must expect a fact": bool(case.expected) or case.kind in {*_SILENT, "injection"},
        "an unanswerable case needs absent_terms, which prove that no report answers it": case.kind != "unanswerable"
        or bool(case.absent_terms or case.removed),
        "a false premise needs absent_terms, or as nearest the passage that contradicts it": case.kind != "false_premise"
        or bool(case.absent_terms or case.nearest),
        "a conflict needs two facts or more": case.kind != "conflict" or len(case.expected) > 1,
        "a follow-up needs history": case.kind != "follow_up" or bool(case.history),
        "an injection case, and no other, has a planted report with an instruction": (case.kind == "injection")
        == bool(planted and planted.quote),
        "the planted instruction does not stand in the planted report": planted is None or planted.quote in planted.text,
    }
    return next((fault for fault, kept in rules.items() if not kept), "")


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _bare(v) for k, v in value.items() if v not in ("", (), None, {}, []) or k in {"start"}}
    return [_bare(v) for v in value] if isinstance(value, list | tuple) else value
