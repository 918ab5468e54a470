"""`sitrep ask`: one question, answered on the terminal. `sitrep answer`: a file of them."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import BadQuestion, ModelUnavailable
from ingest.errors import SitrepError, UnknownReport, UnreachableError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.asked import Asked
    from assistant.question_file import AnswerFile, Line
    from assistant.sitrep import Sitrep
    from ingest.report import Report

_GIVE_UP = 3  # questions in a row that no model answered
_PATIENCE = 2.0  # seconds until a word of progress

Command = Callable[..., Any]


def _where(command: Command) -> Command:
    """The options that say which assistant is asked."""
    command = click.option("--url", metavar="URL", help="Ask a running server (sitrep chat) instead.")(command)
    command = click.option("--model", metavar="M", help="embedded, or ollama/NAME.  [default: SITREP_MODEL, else what is there]")(command)
    return click.option(
        "--home", type=click.Path(path_type=Path), metavar="DIR", help="Where the archive is.  [default: SITREP_HOME, else .sitrep]"
    )(command)


@contextmanager
def opened(home: Path | None, model: str | None, url: str | None) -> Iterator[Sitrep]:
    """The assistant in this process, or a running one."""
    if url:
        if home or model:
            raise click.UsageError("a server has its own home and model; leave out --home and --model with --url")
        from assistant.client import Client

        with Client(url) as client:
            yield client
    else:
        from assistant.pipeline import Assistant
        from ingest.settings import load

        with Assistant.open(load(home=home, model=model)) as assistant:
            yield assistant


def _offer_model(home: Path | None, model: str | None, url: str | None) -> None:
    if not url:
        from assistant.commands.models import offer_missing
        from ingest.settings import load

        offer_missing(load(home=home, model=model))


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--explain", is_flag=True, help="Show how the answer came about: what was found, read, kept and dropped.")
@click.option("--from", "published_from", metavar="DATE", default="", help="Only reports from this day on: 2024-12-01, 2024-12 or 2024.")
@click.option("--to", "published_to", metavar="DATE", default="", help="Only reports up to this day.")
@click.option("--publisher", "publishers", metavar="P", multiple=True, help="Only reports of this publisher; may be repeated.")
@click.option("--language", "languages", metavar="L", multiple=True, help="Only reports in this language (en, ar ...); may be repeated.")
@click.option("--place", "places", metavar="PLACE", multiple=True, help="Only reports on this place; may be repeated.")
@click.option("--report", "reports", metavar="ID", multiple=True, help="Only this report; may be repeated.")
@_where
def ask(
    question: tuple[str, ...], as_json: bool, explain: bool, home: Path | None, model: str | None, url: str | None, **scope: Any
) -> None:
    """Ask the reports QUESTION; print the answer and the words behind each of its claims.

    Exits 0 when answered or refused, 3 when no model can be reached (what was found is printed then).
    """
    from assistant import asked, wire

    _bear_any_encoding()
    checked = asked.read({"question": " ".join(question), "scope": scope})
    _offer_model(home, model, url)
    live = sys.stdout.isatty() and not as_json
    with _Progress("opening the archive") as progress, opened(home, model, url) as sitrep:
        answer = _answered(sitrep, checked, live, progress)
        progress.stop()
        if as_json:
            click.echo(wire.dumps(answer.to_dict(), indent=2))
        else:
            _show(answer, sitrep, explain, told=live)
    if answer.refusal and answer.refusal.reason == "model_unavailable":
        raise SystemExit(ModelUnavailable.exit_code)


def _answered(sitrep: Sitrep, question: Asked, live: bool, progress: _Progress) -> Answer:
    """Ask; if `live`, claims are printed as they come, else only how far it is."""
    from assistant.terminal import plain

    cancel, told, answer = threading.Event(), "", None
    progress.stage = "looking for passages"
    try:
        for event in sitrep.stream(question.question, history=question.turns(), scope=question.narrowed(), cancel=cancel):
            if event.kind == "hits":
                progress.stage = f"reading the best of {len(event.hits)} passages"
            elif event.kind == "text" and live:
                progress.stop()
                click.echo(plain(event.text, lines=True))
                told += f" {event.text}"
            answer = event.answer or answer
    finally:
        cancel.set()
    progress.stop()
    if answer is None:
        raise ModelUnavailable("the question was cancelled before it was answered; ask again")
    if live and told.split() != answer.text.split():
        click.echo(plain(answer.text, lines=True) if not told else f"\nAs checked at the end: {plain(answer.text, lines=True)}")
    return answer


def _show(answer: Answer, sitrep: Sitrep, explain: bool, *, told: bool) -> None:
    """The text, unless it was told already, then its citations, what was found if nothing could be read, and how it was made."""
    from assistant import terminal

    columns = shutil.get_terminal_size().columns
    width = min(columns, 100) if sys.stdout.isatty() else 0
    if not told:
        click.echo(terminal.plain(answer.text, lines=True))
    for line in terminal.cards(answer.citations, _looked_up(sitrep), width):
        click.echo(line)
    if answer.refusal and answer.refusal.reason == "model_unavailable":
        for line in terminal.passages(answer.hits, width):
            click.echo(line)
    if explain:
        click.echo("")
        for line in terminal.explain(answer, min(columns, 160) if width else 160):
            click.echo(line)


def _looked_up(sitrep: Sitrep) -> Callable[[str], Report | None]:
    def report(report_id: str) -> Report | None:
        try:
            return sitrep.report(report_id)
        except UnknownReport:  # removed since; its card stands without what only the report knows
            return None

    return report


@click.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="ANSWERS.jsonl", help="Where the answers go; taken up if there."
)
@_where
def answer(questions: Path, out: Path, home: Path | None, model: str | None, url: str | None) -> None:
    """Answer every line of QUESTIONS: {"id", "question", "history"?, "scope"?}, one JSON object a line.

    OUT gets each answer as JSON with that id, a line each, at once. Run it again to go on: what is answered stays, what failed is asked
    again. Exits 1 if a line was broken or a question failed, 3 if no model could be reached.
    """
    from assistant.question_file import AnswerFile, read_questions

    _bear_any_encoding()
    lines = read_questions(questions)
    if out.exists() and out.samefile(questions):
        raise click.UsageError("--out is the file of the questions; choose another")
    with AnswerFile(out) as answers:
        todo, broken = _todo(lines, answers)
        failed = unreached = 0
        if todo:
            _offer_model(home, model, url)
            with opened(home, model, url) as sitrep:
                failed, unreached = _answer_all(todo, sitrep, answers)
        answers.finish([line.id for line in lines])
        left = len([line for line in lines if line.asked and line.id not in answers.questions])
    click.echo(f"{len(todo) - left} answered, {len(lines) - len(todo) - broken} were there, {left} left, {broken} broken; {out}", err=True)
    if unreached:
        click.echo("sitrep: the model could not be reached; see `sitrep doctor`, then run the same command again", err=True)
    raise SystemExit(3 if unreached else 1 if failed or broken else 0)


def _todo(lines: list[Line], answers: AnswerFile) -> tuple[list[Line], int]:
    """The lines still to be answered, and how many are broken; each broken one is told."""
    for line in lines:
        if line.asked and answers.questions.get(line.id, line.asked.question) != line.asked.question:
            raise BadQuestion(
                f"{answers.path} answers another question under the id {line.id!r} (line {line.number}); choose another --out"
            )
        if not line.asked:
            click.echo(f"line {line.number}: {line.problem}", err=True)
    broken = sum(not line.asked for line in lines)
    return [line for line in lines if line.asked and line.id not in answers.questions], broken


def _answer_all(todo: list[Line], sitrep: Sitrep, answers: AnswerFile) -> tuple[int, int]:
    """Answer one after the other; how many failed, and how many no model could be reached for."""
    from tqdm import tqdm

    failed = unreached = in_a_row = 0
    with tqdm(todo, unit="question", file=sys.stderr, mininterval=0.5 if sys.stderr.isatty() else 30, dynamic_ncols=True) as bar:
        for line in bar:
            problem, gone = _answer_one(line, sitrep, answers)
            in_a_row = in_a_row + 1 if gone else 0
            failed, unreached = failed + bool(problem and not gone), unreached + gone
            if problem:
                tqdm.write(f"line {line.number}, id {line.id!r}: {problem}", file=sys.stderr)
            if in_a_row == _GIVE_UP:
                break
    return failed, unreached


def _answer_one(line: Line, sitrep: Sitrep, answers: AnswerFile) -> tuple[str, bool]:
    """What went wrong ("" if it is answered), and whether it was that no model could be reached."""
    assert line.asked is not None
    try:
        answer = sitrep.ask(line.asked.question, history=line.asked.turns(), scope=line.asked.narrowed())
    except UnreachableError as error:
        return str(error), True
    except SitrepError as error:
        return str(error), False
    except Exception as error:  # a defect that one question meets must not cost the night's other questions
        return f"a defect, {type(error).__name__}: {' '.join(str(error).split())[:200]}", False
    if answer.refusal and answer.refusal.reason == "model_unavailable":
        return answer.refusal.message, True
    answers.fits(answer)
    answers.add(line.id, answer)
    return "", False


def _bear_any_encoding() -> None:
    """Print what the terminal has no letter for as "?" rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


class _Progress:
    """A line on stderr that tells how long it has been, from two seconds on; on a terminal it is kept up to date, and goes."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> _Progress:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Say no more."""
        self._done.set()
        self._thread.join()

    def _tell(self) -> None:
        live = sys.stderr.isatty()
        seconds, pause = 0.0, _PATIENCE
        while not self._done.wait(pause):
            seconds += pause
            pause = 1.0 if live else 30.0
            click.echo(f"\r{self.stage} ({seconds:.0f} s)" if live else f"{self.stage} ...", err=True, nl=not live)
        if live and seconds:
            click.echo("\r\x1b[K", err=True, nl=False)
