"""The embedded chat model: llama.cpp in this process, nothing to install by hand, no network."""

from __future__ import annotations

import functools
import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant import machine, model_files, openmp
from assistant.chat_model import ENOUGH_READ, Message, Reply, Token
from assistant.errors import ModelUnavailable, PromptTooLong
from assistant.message_marks import without_marks
from ingest.settings import Settings

OLLAMA_INSTEAD = "install Ollama and pull a model, e.g. `sitrep models pull ollama/qwen2.5:3b`"
_STEP = 128  # prompt tokens between two looks at `cancel`; larger steps read no faster
# Reading and judging take turns: each keeps the beginning of its prompt in a slot of its own. (What a slot lost is looked for in a store
# of earlier prompts, but taken back only if it is a quarter of one: instructions before long evidence are not.)
_SLOTS = 2
_PREFIXES_MIB = 512  # beginnings of prompts kept while other prompts are read: about 18,000 tokens of Qwen 1.5B
# How a JSON string goes on, and the object that holds it ends.
_REST = r'''root ::= ([^"\\\x7F\x00-\x1F] | "\\" (["\\bfnrt] | "u" [0-9a-fA-F]{{4}})){{0,{longest}}} "\"}}"'''


class LlamaCppModel:
    """A ChatModel over one GGUF file. The weights are loaded at the first use; calls from several threads wait in line."""

    def __init__(self, file: model_files.ModelFile, settings: Settings) -> None:
        self.name = f"embedded/{file.name}"
        self.context = settings.num_ctx
        self._file = file
        self._settings = settings
        self._server: Any = None
        self._key = secrets.token_urlsafe(16)
        self._loading = threading.Lock()
        self._turn = threading.Lock()
        self._count = functools.lru_cache(maxsize=4096)(self._tokenize)

    def check(self) -> None:
        """Raise ModelUnavailable or ModelMissing now if the model could not answer; loads nothing."""
        _engine()
        if not model_files.is_present(self._file, self._settings.models):
            raise model_files.missing(self._file)

    def warm(self) -> None:
        """Load the weights now, so that the first question does not wait for them."""
        self._loaded()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: Mapping[str, Any] | None = None,
        top_logprobs: int = 0,
        on_text: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Reply:
        """As ChatModel promises; a cancelled call returns what was written so far, also when it was still reading or waiting."""
        started = time.monotonic()
        written = _Written(_beginning(schema), on_text, cancel)
        if self._my_turn(cancel):
            try:
                outcome = self._loaded().handle_chat_completions(self._request(messages, max_tokens, schema, top_logprobs), written.take)
            finally:
                self._turn.release()
            written.check(outcome, self.context, max_tokens)
        return written.reply(time.monotonic() - started)

    def count_tokens(self, text: str) -> int:
        """Exactly what `text` costs, without the few tokens that frame a message."""
        return self._count(without_marks(text))

    def close(self) -> None:
        """Free the weights."""
        with self._turn, self._loading:
            self._server = None

    def _my_turn(self, cancel: threading.Event | None) -> bool:
        while not self._turn.acquire(timeout=0.1):
            if cancel is not None and cancel.is_set():
                return False
        return True

    def _request(self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None, top_logprobs: int) -> dict[str, Any]:
        request: dict[str, Any] = {
            "messages": [{"role": message.role, "content": without_marks(message.content)} for message in messages],
            "max_tokens": max_tokens,
            "temperature": 0,
            "seed": self._settings.seed,
            "cache_prompt": True,
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,
        }
        if schema is not None and (begun := _beginning(schema)):
            request["messages"].append({"role": "assistant", "content": begun})
            request["grammar"] = _REST.format(longest=next(iter(schema["properties"].values())).get("maxLength", ""))
        elif schema is not None:
            request["response_format"] = {"type": "json_schema", "json_schema": {"schema": dict(schema)}}
        if top_logprobs:
            request |= {"logprobs": True, "top_logprobs": top_logprobs}
        return request

    def _loaded(self) -> Any:
        with self._loading:
            if self._server is None:
                path = model_files.checked(self._file, self._settings.models)
                self._server = _start(path, self._settings, self._key)
            return self._server

    def _tokenize(self, text: str) -> int:
        address = self._loaded().listening_address.removeprefix("http://")
        connection = http.client.HTTPConnection(address, timeout=self._settings.silence_timeout)
        try:
            body = json.dumps({"content": text, "add_special": False, "parse_special": False})
            connection.request("POST", "/tokenize", body, {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"})
            return len(json.load(connection.getresponse())["tokens"])
        finally:
            connection.close()


class _Written:
    """Collects what the engine writes, piece by piece."""

    def __init__(self, begun: str, on_text: Callable[[str], None] | None, cancel: threading.Event | None) -> None:
        self._begun = begun
        self._on_text = on_text
        self._cancel = cancel
        self._text: list[str] = []
        self._tokens: list[Token] = []
        self._usage: Mapping[str, int] = {}
        self._timings: Mapping[str, float] = {}
        self._finish = ""
        self._error: Mapping[str, Any] = {}
        self._failure: BaseException | None = None

    def take(self, chunk: Mapping[str, Any]) -> bool:
        """One chunk; true stops the engine."""
        try:
            self._take(chunk)
        except BaseException as error:  # must not unwind through the engine: kept, and raised by `check`
            self._failure = error
        return self._failure is not None or (self._cancel is not None and self._cancel.is_set())

    def _take(self, chunk: Mapping[str, Any]) -> None:
        self._error = chunk.get("error") or self._error
        self._usage = chunk.get("usage") or self._usage
        self._timings = chunk.get("timings") or self._timings
        for choice in chunk.get("choices", ()):
            self._finish = choice.get("finish_reason") or self._finish
            self._tokens += [_token(entry) for entry in (choice.get("logprobs") or {}).get("content") or ()]
            piece = choice.get("delta", {}).get("content")
            if piece:
                piece = piece if self._text else self._begun + piece
                self._text.append(piece)
                if self._on_text:
                    self._on_text(piece)

    def check(self, outcome: Mapping[str, Any] | None, context: int, max_tokens: int) -> None:
        """Raise what went wrong, if anything did."""
        if self._failure is not None:
            raise self._failure
        error = (outcome or {}).get("error") or self._error
        if error.get("type") == "exceed_context_size_error":
            raise PromptTooLong(f"the prompt has {error.get('n_prompt_tokens')} tokens, the context {context}; raise SITREP_NUM_CTX")
        if error:
            raise ModelUnavailable(f"the embedded model failed: {error.get('message', error)}")
        if self._finish == "length" and self._usage.get("completion_tokens", max_tokens) < max_tokens:
            raise PromptTooLong(f"the prompt leaves no room for {max_tokens} tokens in a context of {context}; raise SITREP_NUM_CTX")

    def reply(self, seconds: float) -> Reply:
        """What was written."""
        return Reply(
            text="".join(self._text),
            tokens_read=self._usage.get("prompt_tokens", 0),
            tokens_written=self._usage.get("completion_tokens", len(self._tokens)),
            seconds=seconds,
            tokens=tuple(self._tokens),
            reading_speed=self._timings.get("prompt_per_second", 0.0) if self._timings.get("prompt_n", 0) >= ENOUGH_READ else 0.0,
        )


def _beginning(schema: Mapping[str, Any] | None) -> str:
    """How every reply begins that holds one string by this schema: not to have it written, token by token, saves half a second a reply."""
    properties = (schema or {}).get("properties", {})
    if len(properties) != 1 or list(properties) != list((schema or {}).get("required", ())):
        return ""
    name, of = next(iter(properties.items()))
    return f'{{"{name}": "' if of.get("type") == "string" and not of.keys() - {"type", "maxLength"} else ""


def _token(entry: Mapping[str, Any]) -> Token:
    return Token(entry["token"], entry["logprob"], {other["token"]: other["logprob"] for other in entry.get("top_logprobs", ())})


def _engine() -> Any:
    openmp.lend()
    try:
        import xllamacpp
    except ModuleNotFoundError as error:
        raise ModelUnavailable(f"the embedded engine has no wheel for this platform; {OLLAMA_INSTEAD}") from error
    except ImportError as error:
        raise ModelUnavailable(f"the embedded engine does not load ({error}); install what it misses, or {OLLAMA_INSTEAD}") from error
    return xllamacpp


def _start(path: Path, settings: Settings, key: str) -> Any:
    xllamacpp = _engine()
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_parallel = _SLOTS
    params.n_ctx = _SLOTS * settings.num_ctx
    params.n_batch = params.n_ubatch = _STEP
    params.cache_ram_mib = _PREFIXES_MIB
    params.no_extra_bufts = True  # repacked weights read a fifth slower on AVX2, cost a second copy, and answer differently when cached
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings.threads or machine.physical_cores()
    params.warmup = False
    params.verbosity = -1
    params.api_keys = [key]  # the engine also listens on a loopback port: for us only
    params.ui = params.endpoint_slots = False
    try:
        return xllamacpp.Server(params)
    except (RuntimeError, MemoryError) as error:
        raise ModelUnavailable(f"cannot load {path} ({error}); check free memory, or delete the file and pull it again") from error
