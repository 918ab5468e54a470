"""Which chat model answers, and why, in one line."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant import machine, model_files
from assistant.chat_model import ChatModel
from assistant.errors import ModelUnavailable
from assistant.llama_cpp_model import LlamaCppModel
from ingest.errors import SettingsError
from ingest.settings import Settings

if TYPE_CHECKING:
    from assistant.model_files import OnProgress
    from assistant.ollama_server import Installed, OllamaServer

SUGGESTED = "qwen2.5:3b"
_FAMILIES = re.compile(
    r"(qwen2\.5|qwen3|gemma[23]n?|llama3(\.\d)?|mistral(-nemo|-small)?|aya(-expanse)?|command-r7b(-arabic)?|phi4(-mini)?|granite3)$"
)
_NOT_FOR_CHAT = re.compile(r"embed|minilm|^bge|^e5|rerank|guard|moondream|ocr")
_SMALLEST = 1.0  # billions of parameters; below that the embedded model reads better


class Model(ChatModel, Protocol):
    """What both of our chat models can do on top of answering."""

    def check(self) -> None:
        """Raise ModelMissing or ModelUnavailable now if it could not answer; loads nothing."""
        ...

    def warm(self) -> None:
        """Load the weights now, so that the first question does not wait for them."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen model and why it was chosen."""

    model: Model
    reason: str

    @property
    def name(self) -> str:
        """Name of the model, as `settings.model` would give it."""
        return self.model.name

    @property
    def line(self) -> str:
        """Name and reason, for a person."""
        return f"{self.name} ({self.reason})"


def choose(settings: Settings) -> Choice:
    """The model that `settings.model` names, else the best that Ollama has, else the embedded one; loads no weights.

    Raises SettingsError if the name, or OLLAMA_HOST, makes no sense. A model that is missing or unreachable is chosen all the same
    if it was named: its `check` says so.
    """
    if not settings.model:
        return _choose_freely(settings)
    if settings.model.startswith("ollama/"):
        return Choice(_ollama(settings.model.removeprefix("ollama/"), settings), "as SITREP_MODEL says")
    if settings.model.split("/")[0] == "embedded":
        return Choice(_embedded(settings), "as SITREP_MODEL says")
    raise SettingsError(f"SITREP_MODEL={settings.model!r} names no kind of model; write ollama/{settings.model}, or embedded")


def fetch(name: str, settings: Settings, on_progress: OnProgress | None = None) -> None:
    """Get a model ("ollama/NAME", "embedded/NAME"); raises ModelUnavailable in one line."""
    if name.startswith("ollama/"):
        from assistant.ollama_server import OllamaServer

        OllamaServer(settings).pull(name.removeprefix("ollama/"), on_progress)
    else:
        model_files.pull(model_files.find(name), settings.models, on_progress)


def embedded_possible() -> bool:
    """Whether the embedded engine is installed: it has wheels for most platforms, not all."""
    return importlib.util.find_spec("xllamacpp") is not None


def _choose_freely(settings: Settings) -> Choice:
    from assistant.ollama_server import OllamaServer

    server = OllamaServer(settings)
    try:
        name, reason = _best(server)
    except ModelUnavailable:
        name, reason = "", f"Ollama does not answer at {server.url}"
    return Choice(_ollama(name, settings) if name else _embedded(settings), reason)


def _best(server: OllamaServer) -> tuple[str, str]:
    """Name of the server's model to use, "" for none, and why."""
    from assistant.ollama_server import gives_logprobs

    version = server.version()
    if not gives_logprobs(version) and embedded_possible():
        return "", f"Ollama {version} at {server.url} is too old to judge answers with; update it to 0.12.11 or later"
    chat = [model for model in server.models() if not _NOT_FOR_CHAT.search(_short(model)) and "bert" not in model.family]
    if not chat:
        return "", f"Ollama at {server.url} has no chat model; `sitrep models pull ollama/{SUGGESTED}` gets one"
    most = float("inf") if machine.has_gpu() or not server.is_here else max(2.0, machine.physical_cores() / 2)
    fitting = [model for model in chat if _SMALLEST <= _billions(model) <= most]
    if not fitting and embedded_possible():
        names = ", ".join(sorted(model.name for model in chat)[:3])
        return (
            "",
            f"what Ollama at {server.url} has is too small, or slow on this machine; SITREP_MODEL=ollama/... uses it all the same: {names}",
        )
    best = max(fitting, key=_rank) if fitting else min(chat, key=_billions)
    return best.name, f"the best that Ollama at {server.url} has for this machine"


def _rank(model: Installed) -> tuple[bool, float, str]:
    return _FAMILIES.match(_short(model)) is not None, _billions(model), model.name


def _short(model: Installed) -> str:
    """The family name in "registry/owner/family:tag"."""
    return model.name.rsplit("/", 1)[-1].split(":")[0].lower()


def _billions(model: Installed) -> float:
    return model.billions or model.size / 0.6e9  # four bits a parameter, and some


def _ollama(name: str, settings: Settings) -> Model:
    from assistant.ollama_model import OllamaModel

    return OllamaModel(name, settings)


def _embedded(settings: Settings) -> Model:
    return LlamaCppModel(model_files.find(settings.model), settings)
