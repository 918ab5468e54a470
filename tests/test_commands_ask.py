"""`sitrep ask` and `sitrep answer` over a scripted assistant."""

import io
import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_assistant import (
    BREAD_EN,
    BROKEN_EN,
    CIVILIANS_EN,
    DISPLACED_ES,
    HAMA_EN,
    MARKUP_EN,
    PRISONS_AR,
    SCRIPT,
    SLOW_EN,
    TOLL_FR,
    FakeAssistant,
)
from serving import serving

from assistant import service
from assistant.__main__ import cli, main
from assistant.answer import Answer, Scope
from assistant.commands import ask as command
from assistant.errors import BadQuestion, ModelUnavailable
from ingest.errors import SettingsError

OUT = Path("answers.jsonl")


@pytest.fixture
def fake(monkeypatch):
    fake = FakeAssistant(delay=0.01)

    @contextmanager
    def opened(home, model, url):
        with fake:
            yield fake

    monkeypatch.setattr(command, "opened", opened)
    return fake


def run(*args: object):
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def ran(monkeypatch, capsys, *args: str) -> tuple[int, str, str]:
    """As a person runs it: exit code, stdout, stderr."""
    monkeypatch.setattr(sys, "argv", ["sitrep", *args])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code or 0, *capsys.readouterr()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# ---------------------------------------------------------------- ask


def test_an_answer_and_the_words_behind_it(fake):
    done = run("ask", CIVILIANS_EN)
    assert done.exit_code == 0
    text, *rest = done.stdout.splitlines()
    assert text == SCRIPT[CIVILIANS_EN].text
    assert rest[1] == "[1] sitrep desk, 2024-11-30: Army pulls back from Aleppo"
    assert all(f'"{cited.quote}"' in done.stdout for cited in SCRIPT[CIVILIANS_EN].citations)
    assert fake.closed


@pytest.mark.parametrize("question", [TOLL_FR, DISPLACED_ES, PRISONS_AR])
def test_every_language_and_every_figure_is_shown(fake, question):
    shown = run("ask", question).stdout
    assert SCRIPT[question].text in shown.replace("\u202f", " ")
    assert all(f"[{cited.marker}] " in shown for cited in SCRIPT[question].citations)


def test_a_refusal_is_said_and_is_no_failure(fake):
    done = run("ask", BREAD_EN)
    assert (done.exit_code, done.stdout) == (0, SCRIPT[BREAD_EN].refusal.message + "\n")


def test_without_a_model_the_passages_are_shown_and_it_exits_3(fake):
    done = run("ask", HAMA_EN)
    assert done.exit_code == 3
    assert done.stdout.startswith("The chat model cannot be reached: start Ollama")
    assert "SOHR put the number of dead at 311." in done.stdout
    assert json.loads(run("ask", "--json", HAMA_EN).stdout)["refusal"]["reason"] == "model_unavailable"
    assert run("ask", "--json", HAMA_EN).exit_code == 3


@pytest.mark.parametrize("question", [CIVILIANS_EN, PRISONS_AR, MARKUP_EN, BREAD_EN])
def test_json_is_the_answer(fake, question):
    printed = run("ask", "--json", question).stdout
    assert json.loads(printed) == json.loads(json.dumps(SCRIPT[question].to_dict()))
    assert not any(c in printed for c in "\x1b\x07\x9b\u202e")


def test_escape_codes_of_a_report_never_reach_the_terminal(fake):
    for more in ([], ["--explain"]):
        done = run("ask", MARKUP_EN, *more)
        assert done.exit_code == 0 and not any(c in done.stdout for c in "\x1b\x07\x9b\u202e")
        assert "<script>window.hacked = true</script>" in done.stdout


def test_explain_shows_the_steps(fake):
    done = run("ask", CIVILIANS_EN, "--explain")
    assert done.stdout.startswith(SCRIPT[CIVILIANS_EN].text)
    assert "retrieve:" in done.stdout and "why an older figure" in done.stdout and "seconds: " in done.stdout


def test_options_narrow_the_scope(fake):
    narrowed = "--from 2024-11 --to 2024-12-05 --publisher Efe --publisher AFP --language FR --place Alep --report seed"
    run("ask", CIVILIANS_EN, *narrowed.split())
    assert fake.calls[0].scope == Scope("2024-11-01", "2024-12-05", ("Efe", "AFP"), ("fr",), ("Alep",), ("seed",))
    run("ask", CIVILIANS_EN)
    assert fake.calls[1].scope is None


def test_words_without_quotation_marks_are_one_question(fake):
    run("ask", *CIVILIANS_EN.split())
    assert fake.calls[0].question == CIVILIANS_EN


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([""], "it is empty"),
        (["x" * 20_000], "20,000 characters; ask in at most 4,000"),
        (["x", "--from", "soon"], "'soon' is no date; write 2024-12-01"),
        (["x", "--from", "2025", "--to", "2024"], "swap the two"),
        (["x", "--language", "French"], "two letters"),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_exits_2(fake, monkeypatch, capsys, args, words):
    code, out, err = ran(monkeypatch, capsys, "ask", *args)
    assert (code, out) == (2, "") and words in err and err.count("\n") == 1 and err.startswith("sitrep: ")
    assert fake.calls == []


def test_an_error_is_one_line(fake, monkeypatch, capsys):
    code, out, err = ran(monkeypatch, capsys, "ask", BROKEN_EN)
    assert (code, out, err) == (3, "", "sitrep: the archive cannot be read: disk error; run sitrep doctor\n")


def test_on_a_terminal_claims_come_as_they_are_verified(fake, monkeypatch):
    fake.gate = threading.Event()
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    asking = threading.Thread(target=cli, args=(["ask", SLOW_EN],), kwargs={"standalone_mode": False})
    waiting = threading.Event()
    original = fake._pause

    def pause(cancel):
        waiting.set()
        return original(cancel)

    monkeypatch.setattr(FakeAssistant, "_pause", lambda self, cancel: pause(cancel))
    asking.start()
    assert waiting.wait(30) and screen.getvalue() == ""
    fake.gate.set()
    asking.join(30)
    claims = [claim.text + " [" + str(claim.markers[0]) + "]" for claim in SCRIPT[SLOW_EN].claims]
    assert screen.getvalue().splitlines()[:4] == [*claims, ""]
    assert screen.getvalue().count(claims[0]) == 1


def test_a_long_wait_is_told_on_stderr_only(fake, monkeypatch):
    monkeypatch.setattr(command, "_PATIENCE", 0.02)
    fake.delay = 0.2
    done = run("ask", SLOW_EN)
    assert done.stderr == "reading the best of 1 passages ...\n"
    assert done.stdout.startswith(SCRIPT[SLOW_EN].text)
    assert run("ask", CIVILIANS_EN).stderr == ""


def test_a_terminal_that_lacks_the_letters_gets_question_marks(fake, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "latin-1"))
    cli(["ask", PRISONS_AR], standalone_mode=False)
    sys.stdout.flush()
    assert b"3500 ???" in raw.getvalue()


def test_a_running_server_is_asked():
    with serving(service.app(FakeAssistant())) as url:
        assert run("ask", CIVILIANS_EN, "--url", url.removeprefix("http://")).stdout.startswith(SCRIPT[CIVILIANS_EN].text)
        assert run("ask", TOLL_FR, "--url", url).stdout.count("its text says 2024-11-29") == 1
        assert run("ask", "x", "--url", url, "--model", "embedded").exit_code == 2


def test_no_server_exits_3(monkeypatch, capsys, free_port):
    code, _, err = ran(monkeypatch, capsys, "ask", "x", "--url", f"127.0.0.1:{free_port}")
    assert code == 3 and "no server answers at" in err and err.count("\n") == 1


def test_the_module_runs_like_the_command():
    for name in ("ask", "answer"):
        done = subprocess.run([sys.executable, "-W", "error", "-m", "assistant", name, "--help"], capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout.startswith("Usage: ") and f" {name} [OPTIONS]" in done.stdout


# ---------------------------------------------------------------- answer


def questions(*lines: object) -> str:
    Path("questions.jsonl").write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return "questions.jsonl"


def file_of(*asked: str) -> str:
    return questions(*({"id": f"q{number}", "question": question} for number, question in enumerate(asked, start=1)))


def answers() -> list[dict]:
    return [json.loads(line) for line in OUT.read_bytes().splitlines()]


def test_each_question_is_answered_in_order(fake):
    done = run("answer", file_of(CIVILIANS_EN, PRISONS_AR, BREAD_EN), "--out", OUT)
    assert done.exit_code == 0, done.stderr
    got = answers()
    assert [line.pop("id") for line in got] == ["q1", "q2", "q3"]
    assert [Answer.from_dict(line) for line in got] == [SCRIPT[CIVILIANS_EN], SCRIPT[PRISONS_AR], SCRIPT[BREAD_EN]]
    assert "3 answered, 0 were there, 0 left, 0 broken; answers.jsonl" in done.stderr


def test_history_and_scope_go_with_their_question(fake):
    history = ["a", {"question": "b", "answer": "c"}]
    run("answer", questions({"id": 1, "question": "x", "history": history, "scope": {"publishers": ["Efe"]}}), "--out", OUT)
    assert (fake.calls[0].history, fake.calls[0].scope) == (tuple(history), Scope(publishers=("Efe",)))


def test_a_second_run_goes_on_where_the_first_was_cut(fake):
    path = file_of(CIVILIANS_EN, PRISONS_AR, BREAD_EN)
    run("answer", path, "--out", OUT)
    whole = OUT.read_bytes()
    OUT.write_bytes(whole[: len(whole) - 40])
    fake.calls.clear()
    done = run("answer", path, "--out", OUT)
    assert [call.question for call in fake.calls] == [BREAD_EN] and OUT.read_bytes() == whole
    assert "1 answered, 2 were there" in done.stderr
    fake.calls.clear()
    assert run("answer", path, "--out", OUT).exit_code == 0 and fake.calls == []


def test_a_broken_line_is_told_the_rest_goes_on_and_it_exits_1(fake):
    done = run("answer", questions({"id": "a", "question": CIVILIANS_EN}, "{broken", {"id": "b", "question": PRISONS_AR}), "--out", OUT)
    assert done.exit_code == 1
    assert [line["id"] for line in answers()] == ["a", "b"]
    assert "line 2: it is not JSON" in done.stderr and "1 broken" in done.stderr


def test_a_question_that_fails_is_told_and_asked_again(fake, monkeypatch):
    path = file_of(BROKEN_EN, CIVILIANS_EN)
    done = run("answer", path, "--out", OUT)
    assert done.exit_code == 1 and [line["id"] for line in answers()] == ["q2"]
    assert "line 1, id 'q1': the archive cannot be read: disk error; run sitrep doctor" in done.stderr
    monkeypatch.setattr(FakeAssistant, "ask", lambda self, question, **_: SCRIPT[CIVILIANS_EN])
    assert (
        run("answer", questions({"id": "q1", "question": BROKEN_EN}, {"id": "q2", "question": CIVILIANS_EN}), "--out", OUT).exit_code == 0
    )
    assert [line["id"] for line in answers()] == ["q1", "q2"]


def test_a_defect_costs_one_question(fake, monkeypatch):
    def ask(self, question, **_):
        if question == CIVILIANS_EN:
            raise ZeroDivisionError("division\nby zero")
        return SCRIPT[question]

    monkeypatch.setattr(FakeAssistant, "ask", ask)
    done = run("answer", file_of(CIVILIANS_EN, PRISONS_AR), "--out", OUT)
    assert done.exit_code == 1 and [line["id"] for line in answers()] == ["q2"]
    assert "id 'q1': a defect, ZeroDivisionError: division by zero" in done.stderr


def test_without_a_model_nothing_is_recorded_and_it_exits_3(fake):
    done = run("answer", file_of(HAMA_EN, CIVILIANS_EN), "--out", OUT)
    assert done.exit_code == 3 and [line["id"] for line in answers()] == ["q2"]
    assert "1 answered, 0 were there, 1 left" in done.stderr and "run the same command again" in done.stderr


def test_a_model_that_stays_away_is_not_asked_all_night(fake, monkeypatch):
    def ask(self, question, **_):
        self.calls.append(question)
        raise ModelUnavailable("Ollama does not answer; start it")

    monkeypatch.setattr(FakeAssistant, "ask", ask)
    done = run("answer", file_of(*map(str, range(1, 50))), "--out", OUT)
    assert done.exit_code == 3 and len(fake.calls) == 3 and answers() == []
    assert "49 left" in done.stderr


def test_answers_of_other_settings_stay_apart(fake, monkeypatch, capsys):
    run("answer", file_of(CIVILIANS_EN), "--out", OUT)
    OUT.write_text(OUT.read_text().replace("0123456789ab", "ffff"))
    before = OUT.read_bytes()
    with pytest.raises(SettingsError, match="settings ffff.*0123456789ab.*choose another --out, or delete it first"):
        cli(["answer", file_of(CIVILIANS_EN, PRISONS_AR), "--out", str(OUT)], standalone_mode=False)
    assert OUT.read_bytes() == before


def test_another_question_under_an_id_is_told(fake):
    run("answer", file_of(CIVILIANS_EN), "--out", OUT)
    with pytest.raises(BadQuestion, match="answers another question under the id 'q1'.*choose another --out"):
        cli(["answer", file_of(PRISONS_AR), "--out", str(OUT)], standalone_mode=False)


def test_the_questions_are_never_written_over(fake):
    path = file_of(CIVILIANS_EN)
    before = Path(path).read_bytes()
    assert run("answer", path, "--out", path).exit_code == 2
    assert Path(path).read_bytes() == before


def test_no_questions_is_done_at_once(fake):
    done = run("answer", questions(), "--out", OUT)
    assert (done.exit_code, fake.closed) == (0, False)
