"""`sitrep figures`: the ledger's rows about a few words, as a table, CSV and JSON, from a real archive."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.__main__ import cli
from assistant.commands import figures as command
from ingest import figures, split
from ingest.archive import Archive
from ingest.archive_rows import Kept
from ingest.report import Figure, Report

REPORTS = (
    Report(
        "r1",
        "in/a.md",
        "On Sunday 5 May 2019 shelling killed 12 people including three children in Mosul the Red Crescent said. Another 30 were wounded.",
        title="Strike on Mosul",
        publisher="The Desk",
        published="2019-05-06",
        language="en",
    ),
    Report(
        "r2",
        "in/b.md",
        "Selon la Croix-Rouge, entre 60 000 et 80 000 personnes ont été déplacées à Bassora.",
        title="Basra",
        publisher="Le Fil",
        published="2020-01-02",
        language="fr",
    ),
    Report(
        "r3",
        "in/c.md",
        "قُتل 15 شخصاً بينهم أربعة أطفال في الموصل بحسب الصليب الأحمر.",
        title="الموصل",
        publisher="الوكالة",
        published="2019-05-07",
        language="ar",
    ),
)


@pytest.fixture
def sitrep():
    """Run a command; its output streams apart."""

    def run(*args, code=0):
        result = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def filled(sitrep):
    """Three reports in three languages in the archive, with their figures."""
    with Archive.open(Path(".sitrep")) as archive:
        for report in REPORTS:
            passages = split.passages(report)
            archive.keep(Kept(report, b"", passages, figures.extract(report, passages), frozenset(), {}), "toy")
    return sitrep


def values(result):
    return [row["value"] for row in json.loads(result.stdout)]


def test_a_table_with_heads_and_sources(filled):
    lines = filled("figures", "killed", "Mosul").stdout.splitlines()
    assert lines[0].split()[:3] == ["value", "what", "who"]
    assert "the Red Crescent" in lines[3] + lines[4]
    assert len(lines) == 5
    assert lines[1].split()[0] == "15"  # the latest report first
    assert all("a.md" in line or "c.md" in line for line in lines[1:])


def test_columns_stand_under_their_heads(filled):
    lines = filled("figures").stdout.splitlines()
    start = lines[0].index("what")
    assert {line[start : start + 4] for line in lines[1:]} <= {"kill", "inju", "disp"}


@pytest.mark.parametrize("query", ["children killed Mosul", "enfants tués Mossoul", "niños muertos Mosul", "أطفال قتلى الموصل"])
def test_every_language_finds_every_languages_figures(filled, query):
    assert values(filled("figures", query, "--json")) == [4, 3]


def test_by_day_number_and_source(filled):
    assert values(filled("figures", "killed", "2020", "--json")) != []
    assert values(filled("figures", "2020", "--json")) == [60000]
    assert values(filled("figures", "30", "--json")) == [30]
    assert values(filled("figures", "Croix-Rouge", "--json")) == [60000]


def test_what_fits_only_in_part_is_said(filled):
    result = filled("figures", "wounded", "Bassora")
    assert "fit most of it" in result.stderr
    assert filled("figures", "wounded").stderr == ""


def test_a_range_and_a_hedge_are_shown():
    assert command.shown(Figure("r", 0, 1, 60000, 60000, 80000)) == "60,000-80,000"
    assert command.shown(Figure("r", 0, 1, 255, 255, None, "at least")) == "at least 255"
    assert command.shown(Figure("r", 0, 1, 1.5)) == "1.5"


def test_csv_has_the_quote_and_its_offsets(filled):
    rows = list(csv.DictReader(io.StringIO(filled("figures", "--csv").stdout)))
    assert len(rows) == 6
    with Archive.open(Path(".sitrep")) as archive:
        for row in rows:
            text = archive.report(row["report_id"]).text
            assert text[int(row["start"]) : int(row["end"])] == row["quote"]
            assert text[int(row["number_start"]) : int(row["number_end"])] in row["quote"]
    assert {row["part_of"] for row in rows} == {"", "12", "15"}


def test_a_cell_is_never_a_formula():
    figure = Figure("r", 0, 4, 1, unit="=1+1", attributed_to="@SUM(A1)")
    rows = list(csv.reader(io.StringIO(command._as_csv([figure], {"r": Report("r", "r.txt", "text", title="+cmd")}))))
    assert [cell for cell in rows[1] if cell.startswith(("=", "@", "+"))] == []


def test_text_of_a_report_does_not_steer_the_terminal():
    row = command._row(Figure("r", 0, 4, 1, unit="\x1b[31mred\x07", publisher="a\nb"), Report("r", "r\x1b[2J.txt", "text"))
    assert not any(c in "".join(row.values()) for c in "\x1b\x07\n")


def test_limit_says_how_many_are_left(filled):
    lines = filled("figures", "--limit", 2).stdout.splitlines()
    assert len(lines) == 4 and lines[-1].startswith("... and 4 more")


def test_nothing_about_that(filled):
    assert filled("figures", "volcano").stdout == "no figure about that; `sitrep figures` without words lists all\n"
    assert filled("figures", "volcano", "--csv").stdout.count("\n") == 1
    assert json.loads(filled("figures", "volcano", "--json").stdout) == []


def test_no_archive_is_one_line_and_makes_none(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["sitrep", "figures", "killed"])
    from assistant.__main__ import main

    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("sitrep: no reports in ")
    assert not Path(".sitrep").exists()


def test_csv_or_json_not_both(filled):
    assert "not both" in filled("figures", "--csv", "--json", code=2).stderr
