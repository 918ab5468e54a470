import threading
from contextlib import closing

import pytest
from fakes import ScriptedModel, yes

from assistant.chat_model import Message, Reply
from assistant.errors import ModelUnavailable
from evals.cached_model import CachedModel
from evals.case import CaseError

ASKED = [Message("system", "Be brief."), Message("user", "¿Cuántos?")]


def opened(model, tmp_path, seed=7):
    return closing(CachedModel(model, tmp_path / "kept" / "replies.cache", seed))


def test_a_question_asked_before_is_not_asked_again_also_in_another_session(tmp_path):
    model = ScriptedModel([{"answer": "doce"}, yes(0.75)])
    with opened(model, tmp_path) as cached:
        first = cached.complete(ASKED, max_tokens=40, schema={"type": "object"})
        judged = cached.complete(ASKED, max_tokens=1, top_logprobs=8)
    with opened(ScriptedModel(), tmp_path) as cached:  # a script that is used up: any call fails the test
        pieces = []
        assert cached.complete(ASKED, max_tokens=40, schema={"type": "object"}, on_text=pieces.append) == first
        assert "".join(pieces) == first.text
        assert cached.complete(ASKED, max_tokens=1, top_logprobs=8) == judged
        assert judged.tokens[0].alternatives["yes"] > judged.tokens[0].alternatives["no"]
        assert cached.asked == 0
    assert model.closed


@pytest.mark.parametrize(
    "other",
    [
        {"messages": [*ASKED, Message("assistant", "12")]},
        {"messages": [Message("user", "Be brief."), ASKED[1]]},
        {"max_tokens": 41},
        {"schema": {"type": "string"}},
        {"top_logprobs": 8},
        {"seed": 8},
        {"name": "another"},
    ],
)
def test_what_was_asked_otherwise_is_asked_anew(tmp_path, other):
    given = {"messages": ASKED, "max_tokens": 40, "schema": None, "top_logprobs": 0}
    with opened(ScriptedModel(["old"]), tmp_path) as cached:
        cached.complete(given.pop("messages"), **given)
    model = ScriptedModel(["new"], name=other.pop("name", "scripted"))
    with opened(model, tmp_path, other.pop("seed", 7)) as cached:
        assert cached.complete(other.pop("messages", ASKED), **given | other).text == "new"


def test_speed_is_not_told_so_that_prompts_stay_the_same(tmp_path):
    with opened(ScriptedModel([Reply("12", 900, 1, 2.0, reading_speed=450.0)]), tmp_path) as cached:
        assert cached.complete(ASKED, max_tokens=5).reading_speed == 0.0
        assert cached.complete(ASKED, max_tokens=5).reading_speed == 0.0


def test_what_failed_or_was_cancelled_is_not_kept(tmp_path):
    stop = threading.Event()
    stop.set()
    with opened(ScriptedModel([ModelUnavailable("gone"), "half", "whole"]), tmp_path) as cached:
        with pytest.raises(ModelUnavailable):
            cached.complete(ASKED, max_tokens=5)
        assert cached.complete(ASKED, max_tokens=5, cancel=stop).text == ""
        assert cached.complete(ASKED, max_tokens=5).text == "whole"


def test_a_file_that_holds_no_replies_is_named_in_one_line(tmp_path):
    (tmp_path / "notes.txt").write_text("no database " * 200)
    with pytest.raises(CaseError, match=r"notes\.txt cannot keep replies.*--cache"):
        CachedModel(ScriptedModel(), tmp_path / "notes.txt", 7)
