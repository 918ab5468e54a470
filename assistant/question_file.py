"""A file of questions and the file of their answers, one JSON object a line, which a second run takes up where the first one stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant import asked, wire
from assistant.answer import Answer
from assistant.errors import BadQuestion
from ingest.errors import SettingsError, SitrepError

Id = str | int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file of questions: a question under its id, or (`asked` is None) what is wrong with it."""

    number: int
    id: Id
    asked: asked.Asked | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What an answer was made with; answers of different ones do not belong in one file."""

    model: str
    prompt_version: str
    settings_hash: str

    def __str__(self) -> str:
        return f"{self.model or 'no model'} (prompts {self.prompt_version}, settings {self.settings_hash})"

    def differs(self, other: Made) -> bool:
        """Whether the two are known to differ; what neither tells does not count."""
        pairs = ((self.model, other.model), (self.prompt_version, other.prompt_version), (self.settings_hash, other.settings_hash))
        return any(one and two and one != two for one, two in pairs)


def read_questions(path: Path) -> list[Line]:
    """Every line that is not blank; SettingsError if the file cannot be read at all."""
    try:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}; check the path") from error
    lines: list[Line] = []
    first_at: dict[Id, int] = {}
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip():
            line = _line(number, raw)
            if line.asked and line.id in first_at:
                line = Line(number, line.id, None, f"its id {line.id!r} is that of line {first_at[line.id]} too; give it another")
            first_at.setdefault(line.id, number)
            lines.append(line)
    return lines


def _line(number: int, raw: bytes) -> Line:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Line(number, "", None, f"it is not JSON ({str(error)[:80]}); write one object a line")
    name = data.get("id") if isinstance(data, dict) else None
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        return Line(number, "", None, 'it has no id; write {"id": "1", "question": "..."}')
    try:
        return Line(number, name, asked.read({key: value for key, value in data.items() if value is not None}))
    except BadQuestion as error:
        return Line(number, name, None, str(error))


class AnswerFile:
    """The answers so far, and where the next one goes. Each is on disk, whole, before the next question is asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.questions: dict[Id, str] = {}
        self._made: list[Made] = []
        self._in_order: list[Id] = []
        if path.exists() and not path.is_file():
            raise SettingsError(f"{path} is no file; choose another --out")
        try:
            self._file = path.open("a+b")
        except OSError as error:
            raise SettingsError(f"{path} cannot be written: {error.strerror}; choose another --out") from error
        try:
            self._take_up()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with _writing(self.path):
            self._file.close()

    def fits(self, answer: Answer) -> None:
        """Raise SettingsError unless `answer` was made as those in the file were."""
        new = made(answer)
        other = next((old for old in self._made if old.differs(new)), None)
        if other:
            raise SettingsError(f"{self.path} holds answers of {other}, these would be of {new}; choose another --out, or delete it first")

    def add(self, name: Id, answer: Answer) -> None:
        """Write one answer down. Raises SitrepError if it cannot be, e.g. on a full disk: a later run goes on from there."""
        with _writing(self.path):
            self._file.write(f"{wire.dumps({'id': name, **answer.to_dict()})}\n".encode())
            self._file.flush()
        self._note(name, answer.question, made(answer))

    def finish(self, order: Sequence[Id]) -> None:
        """Put the answers in the order of the questions, if a later run filled gaps; no more can be added then."""
        wanted = [name for name in order if name in self.questions]
        wanted += [name for name in self.questions if name not in set(order)]
        if self._in_order == wanted:
            return
        self._file.seek(0)
        lines = {_answered(raw)[0]: raw for raw in self._file.read().split(b"\n") if raw}
        beside = self.path.with_name(f"{self.path.name}.sorted")
        with _writing(beside):
            beside.write_bytes(b"".join(lines[name] + b"\n" for name in wanted))
            self._file.close()
            os.replace(beside, self.path)
        self._in_order = wanted

    def _take_up(self) -> None:
        """Read what is there. A last line that was cut goes; anything else that is no answer is somebody's, and stays untouched."""
        self._file.seek(0)
        content = self._file.read()
        whole, _, last = content.rpartition(b"\n")
        for number, raw in enumerate(whole.split(b"\n") if whole else [], start=1):
            try:
                name, question, how, failed = _answered(raw)
            except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
                raise SettingsError(f"{self.path} line {number} is no answer of ours; choose another --out") from None
            self._in_order.append(name)
            if not failed:
                self._note(name, question, how, known=True)
        if last:
            if not last.startswith(_OPENING[: len(last)]):
                raise SettingsError(f"{self.path} does not end in an answer of ours; choose another --out")
            self._file.truncate(len(content) - len(last))

    def _note(self, name: Id, question: str, how: Made, *, known: bool = False) -> None:
        self.questions[name] = question
        if not known:
            self._in_order.append(name)
        if how not in self._made:
            self._made.append(how)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SitrepError(f"{path} cannot be written: {error.strerror}; make room, then run the same command again to go on") from error


_OPENING = b'{"id": '


def made(answer: Answer) -> Made:
    """What an answer was made with."""
    return Made(answer.trace.model, answer.trace.prompt_version, answer.trace.settings_hash)


def _answered(raw: bytes) -> tuple[Id, str, Made, bool]:
    """Id, question and making of a line with an answer, and whether the model failed it (then it is asked again)."""
    data: Mapping[str, Any] = json.loads(raw)
    trace = data["trace"]
    failed = (data["refusal"] or {}).get("reason") == "model_unavailable"
    return data["id"], data["question"], Made(trace["model"], trace["prompt_version"], trace["settings_hash"]), failed
