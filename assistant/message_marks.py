"""Text that looks like a chat template's own marks is broken up before a model sees it: no report may end a turn and begin another."""

from __future__ import annotations

import re

# ChatML and Llama 3 (<|im_end|>), DeepSeek (<｜User｜>), Gemma (<start_of_turn>), Mistral and Llama 2 ([INST], <<SYS>>, </s>), thinking.
_NAMES = "start_of_turn|end_of_turn|start_of_image|bos|eos|pad|unk|s|SYS|think|tool_call|tool_response"
_MARKS = re.compile(rf"<(?=[|｜])|<(?=/?(?:{_NAMES})>)|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|THINK)\])")


def without_marks(text: str) -> str:
    """The text with a space put into every such mark; nothing is taken out."""
    return _MARKS.sub(r"\g<0> ", text)
