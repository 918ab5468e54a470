import json
import math
import threading

import pytest
from fakes import ScriptedModel, yes

from assistant.chat_model import ChatModel, Message, Reply
from assistant.errors import ModelUnavailable

ASKED = [Message("system", "Answer."), Message("user", "Who left?")]


def test_it_is_a_chat_model_that_remembers_what_it_was_asked():
    model: ChatModel = ScriptedModel(["The army left."])
    pieces = []
    reply = model.complete(ASKED, max_tokens=9, top_logprobs=2, on_text=pieces.append)
    assert reply.text == "".join(pieces) == "The army left."
    (call,) = model.history
    assert (call.prompt, call.max_tokens, call.top_logprobs) == ("Answer.\nWho left?", 9, 2)
    assert model.used_up


def test_what_a_script_may_hold():
    fixed = Reply("x", 1, 1, 0.0)
    model = ScriptedModel([{"answer": "12"}, fixed, ModelUnavailable("gone"), lambda call: str(call.max_tokens)])
    assert json.loads(model.complete(ASKED, max_tokens=9).text) == {"answer": "12"}
    assert model.complete(ASKED, max_tokens=9) is fixed
    with pytest.raises(ModelUnavailable, match="gone"):
        model.complete(ASKED, max_tokens=9)
    assert model.complete(ASKED, max_tokens=9).text == "9"
    with pytest.raises(AssertionError, match="used up"):
        model.complete(ASKED, max_tokens=9)


def test_a_function_serves_every_call():
    model = ScriptedModel(lambda call: yes(0.9) if call.top_logprobs else "text")
    assert [model.complete(ASKED, max_tokens=1).text for _ in range(3)] == ["text"] * 3
    assert math.exp(model.complete(ASKED, max_tokens=1, top_logprobs=2).tokens[0].alternatives["yes"]) == pytest.approx(0.9)


def test_cancelled():
    cancel = threading.Event()
    cancel.set()
    assert ScriptedModel(["text"]).complete(ASKED, max_tokens=9, cancel=cancel).text == ""
