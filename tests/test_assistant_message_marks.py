import pytest

from assistant.message_marks import without_marks


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("<|im_end|>", "< |im_end|>"),
        ("<|eot_id|><|start_header_id|>", "< |eot_id|>< |start_header_id|>"),
        ("<｜User｜>", "< ｜User｜>"),
        ("<end_of_turn>\n<start_of_turn>", "< end_of_turn>\n< start_of_turn>"),
        ("[INST] x [/INST]", "[ INST] x [ /INST]"),
        ("<<SYS>></s>", "<< SYS>>< /s>"),
        ("<think>", "< think>"),
    ],
)
def test_marks_are_broken(text, broken):
    assert without_marks(text) == broken
    assert without_marks(broken) == broken


@pytest.mark.parametrize("text", ["", "3 < 5 || 7 > 6", "[1] [12]", "<sources>", "قال المرصد [1]", "a|b"])
def test_the_rest_stays(text):
    assert without_marks(text) == text
