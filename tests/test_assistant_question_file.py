"""Files of questions and answers: broken lines, taking up again, answers of other settings."""

import dataclasses
import errno
import json
import os
from pathlib import Path

import pytest
from fake_assistant import BREAD_EN, CIVILIANS_EN, HAMA_EN, PRISONS_AR, SCRIPT

from assistant.answer import Answer, Scope
from assistant.question_file import AnswerFile, read_questions
from ingest.errors import SettingsError, SitrepError

OUT = Path("answers.jsonl")


class Full:
    """A file on a disk with room for ten bytes more, then none."""

    def __init__(self, file):
        self.file = file

    def write(self, data):
        self.file.write(data[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self):
        self.file.close()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def written(*lines: object) -> Path:
    path = Path("questions.jsonl")
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines))
    return path


def fill(*names: object, answer: Answer = SCRIPT[CIVILIANS_EN]) -> None:
    with AnswerFile(OUT) as answers:
        for name in names:
            answers.add(name, answer)


def test_a_full_disk_is_one_line_and_the_next_run_goes_on(monkeypatch):
    fill("a")
    with pytest.raises(SitrepError, match="No space left.*make room") as caught, AnswerFile(OUT) as answers:
        answers._file = Full(answers._file)
        answers.add("b", SCRIPT[CIVILIANS_EN])
    assert "\n" not in str(caught.value)
    with AnswerFile(OUT) as answers:
        assert list(answers.questions) == ["a"]


@pytest.mark.parametrize("path", ["/dev/full", "."])
def test_only_a_file_takes_answers(path):
    with pytest.raises(SettingsError, match="choose another --out"):
        AnswerFile(Path(path))


def test_questions_are_read_with_all_that_belongs_to_them():
    path = written(
        {"id": "a", "question": "one", "kind": "figure", "gold": []},
        b"",
        {"id": 7, "question": "two", "history": ["x", {"question": "y", "answer": "z"}], "scope": {"published_to": "2024-11"}},
        {"id": "c", "question": "three\u2028", "history": None, "scope": None},
    )
    one, two, three = read_questions(path)
    assert (one.number, one.id, one.asked.question) == (1, "a", "one")
    assert (two.number, two.id, two.asked.turns()) == (3, 7, ["x", {"question": "y", "answer": "z"}])
    assert two.asked.narrowed() == Scope(published_to="2024-11-30")
    assert (three.number, three.asked.question) == (4, "three\u2028")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "no id"),
        ({"question": "x"}, "no id"),
        ({"id": True, "question": "x"}, "no id"),
        ({"id": "", "question": "x"}, "no id"),
        ({"id": "b"}, "question: it is missing"),
        ({"id": "b", "question": " "}, "it is empty"),
        ({"id": "b", "question": "x" * 20_000}, "20,000 characters"),
        ({"id": "b", "question": "x", "scope": {"from": "2024"}}, "no such field"),
        ({"id": "a", "question": "x"}, "is that of line 1 too"),
    ],
)
def test_a_broken_line_is_told_and_the_rest_goes_on(line, words):
    first, broken, last = read_questions(written({"id": "a", "question": "one"}, line, {"id": "z", "question": "two"}))
    assert first.asked and last.asked and not broken.asked
    assert broken.number == 2 and words in broken.problem and "\n" not in broken.problem


def test_a_byte_order_mark_and_windows_line_ends_are_read():
    assert [line.asked.question for line in read_questions(written(b'\xef\xbb\xbf{"id": 1, "question": "a"}\r', b"\r"))] == ["a"]


def test_no_file_is_one_line():
    with pytest.raises(SettingsError, match="nothing.jsonl cannot be read: No such file"):
        read_questions(Path("nothing.jsonl"))
    with pytest.raises(SettingsError, match="cannot be written: .*choose another --out"):
        AnswerFile(Path("no/folder/out.jsonl"))


def test_each_answer_is_on_disk_at_once_and_read_again():
    with AnswerFile(OUT) as answers:
        answers.add("a", SCRIPT[PRISONS_AR])
        line = json.loads(OUT.read_bytes())
        answers.add(2, SCRIPT[BREAD_EN])
    assert line.pop("id") == "a" and Answer.from_dict(line) == SCRIPT[PRISONS_AR]
    with AnswerFile(OUT) as answers:
        assert answers.questions == {"a": PRISONS_AR, 2: BREAD_EN}


@pytest.mark.parametrize("cut", [1, 5, 30, 500])
def test_a_cut_last_line_goes_and_the_rest_stays(cut):
    fill("a", "b")
    first, second = OUT.read_bytes().splitlines(keepends=True)
    OUT.write_bytes(first + second[:cut])
    with AnswerFile(OUT) as answers:
        assert list(answers.questions) == ["a"]
        answers.add("b", SCRIPT[CIVILIANS_EN])
    assert OUT.read_bytes() == first + second


@pytest.mark.parametrize("content", [b"my notes", b"my notes\n", b'{"id": 3}\n', b"[]\n", b"\x00" * 9, b'[{"id": 1}]'])
def test_a_file_that_is_not_ours_is_left_alone(content):
    OUT.write_bytes(content)
    with pytest.raises(SettingsError, match="choose another --out"):
        AnswerFile(OUT)
    assert OUT.read_bytes() == content


def test_a_broken_line_in_the_middle_is_told():
    fill("a", "b")
    first, second = OUT.read_bytes().splitlines(keepends=True)
    OUT.write_bytes(first + b"{cut\n" + second)
    with pytest.raises(SettingsError, match="line 2 is no answer of ours"):
        AnswerFile(OUT)


@pytest.mark.parametrize("change", [{"settings_hash": "other"}, {"model": "bigger"}, {"prompt_version": "9"}])
def test_answers_of_other_settings_do_not_go_into_one_file(change):
    fill("a")
    answer = SCRIPT[CIVILIANS_EN]
    other = dataclasses.replace(answer, trace=dataclasses.replace(answer.trace, **change))
    with AnswerFile(OUT) as answers:
        answers.fits(answer)
        with pytest.raises(SettingsError, match="holds answers of scripted .*choose another --out, or delete it"):
            answers.fits(other)


def test_what_an_answer_does_not_tell_of_its_making_is_no_difference():
    fill("a")
    answer = SCRIPT[CIVILIANS_EN]
    with AnswerFile(OUT) as answers:
        answers.fits(dataclasses.replace(answer, trace=dataclasses.replace(answer.trace, model="")))


def test_filled_gaps_are_put_in_order():
    fill("c", "a", "extra")
    fill("b")
    with AnswerFile(OUT) as answers:
        answers.finish(["a", "b", "c", "d"])
    assert [json.loads(line)["id"] for line in OUT.read_bytes().splitlines()] == ["a", "b", "c", "extra"]
    assert [path.name for path in Path().iterdir()] == [OUT.name]


def test_an_answer_that_only_tells_of_a_missing_model_is_asked_again():
    fill("a", answer=SCRIPT[HAMA_EN])
    fill("b")
    with AnswerFile(OUT) as answers:
        assert list(answers.questions) == ["b"]
        answers.add("a", SCRIPT[CIVILIANS_EN])
        answers.finish(["a", "b"])
    assert [(line["id"], line["status"]) for line in map(json.loads, OUT.read_bytes().splitlines())] == [
        ("a", "answered"),
        ("b", "answered"),
    ]
