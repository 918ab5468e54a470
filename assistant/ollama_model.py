"""The chat model on an Ollama server: every way it can fail is one line, nothing waits longer than `silence_timeout` without a word."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import ollama
import pydantic

from assistant.chat_model import Message, Reply, Token
from assistant.errors import BadReply, ModelMissing, ModelUnavailable, PromptTooLong
from assistant.token_estimate import TokenEstimate
from ingest.errors import SitrepError
from ingest.settings import Settings

OnProgress = Callable[[int, int], None]

_FRAME = 12  # tokens a chat template puts around a message, at most
_SYSTEM = 40  # and those of the system prompt that some templates add when there is none
_FOR_THINKING = 1024  # more room for the second try of a model that thought until it had none left
_FIRST_WITH_LOGPROBS = (0, 12, 11)
_TOO_LONG = ("context length", "context size", "exceeds the available context", "prompt too long", "input length exceeds")
# Ollama's own defaults punish repetition, and a quote is one; Modelfiles may set any of these.
_GREEDY = {"temperature": 0.0, "top_p": 1.0, "min_p": 0.0, "repeat_penalty": 1.0, "presence_penalty": 0.0, "frequency_penalty": 0.0}


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that the server has. `billions` of parameters is 0 where the server does not say."""

    name: str
    family: str
    billions: float
    size: int


class OllamaServer:
    """What the server itself can be asked: version, models, getting a new one. Raises ModelUnavailable and ModelMissing in one line."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.ollama_url
        self._settings = settings

    def version(self) -> str:
        """The server's version, e.g. "0.12.11"."""
        with self.errors(), httpx.Client(timeout=self._brief(), **self.options()) as client:
            answer = client.get(f"{self.url}/api/version")
            answer.raise_for_status()
            return str(answer.json()["version"])

    def models(self) -> list[Installed]:
        """The models it has, embedding models among them."""
        with self.errors(), self._client(self._brief()) as client:
            return [_installed(model) for model in client.list().models if model.model]

    def show(self, name: str) -> Mapping[str, Any]:
        """What the server knows of a model: its `capabilities` (chat is "completion") and `context` in tokens, 0 if unknown."""
        with self.errors(name), self._client(self._brief()) as client:
            answer = client.show(name)
        lengths = [value for key, value in (answer.modelinfo or {}).items() if key.endswith(".context_length")]
        return {"capabilities": list(answer.capabilities or ()), "context": int(lengths[0]) if lengths else 0}

    def pull(self, name: str, on_progress: OnProgress | None = None) -> None:
        """Make the server fetch a model; it goes on where it was cut. `on_progress` gets (bytes here, bytes in all so far known)."""
        layers: dict[str, tuple[int, int]] = {}
        with self.errors(name), self._client(self.patient()) as client:
            for step in client.pull(name, stream=True, insecure=name.startswith("http://")):
                if step.digest and step.total:
                    layers[step.digest] = (step.completed or 0, step.total)
                    if on_progress:
                        on_progress(sum(here for here, _ in layers.values()), sum(total for _, total in layers.values()))

    def load(self, name: str, context: int, keep_alive: str) -> None:
        """Load a model's weights now."""
        with self.errors(name), self._client(self.patient()) as client:
            client.generate(name, options={"num_ctx": context}, keep_alive=keep_alive)

    def patient(self) -> httpx.Timeout:
        """Time limits of a call that may take long but must not stay silent."""
        return httpx.Timeout(self._settings.silence_timeout, connect=self._settings.connect_timeout)

    def options(self) -> dict[str, Any]:
        """How to talk to this address: never through a proxy to this machine itself, no certificates where there is no TLS."""
        parts = urlsplit(self.url)
        return {"trust_env": not _is_this_machine(parts.hostname or ""), "verify": parts.scheme == "https"}

    @contextlib.contextmanager
    def errors(self, name: str = "") -> Iterator[None]:
        """Turn whatever the client and its transport raise into one of our errors."""
        try:
            yield
        except (ollama.ResponseError, ConnectionError, httpx.HTTPError, httpx.InvalidURL, json.JSONDecodeError) as error:
            raise self._explain(error, name) from error
        except (pydantic.ValidationError, KeyError, UnicodeDecodeError) as error:
            raise ModelUnavailable(f"what answers at {self.url} is not Ollama; check OLLAMA_HOST") from error

    def _brief(self) -> httpx.Timeout:
        return httpx.Timeout(min(10.0, self._settings.silence_timeout), connect=self._settings.connect_timeout)

    def _client(self, timeout: httpx.Timeout) -> ollama.Client:
        return ollama.Client(host=self.url, timeout=timeout, **self.options())

    def _explain(self, error: Exception, name: str) -> SitrepError:
        if isinstance(error, ollama.ResponseError):
            return self._explain_answer(error.status_code, " ".join(str(error.error).split())[:300], name)
        if isinstance(error, httpx.HTTPStatusError):
            return self._explain_answer(error.response.status_code, error.response.reason_phrase, name)
        if isinstance(error, (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout)):
            return ModelUnavailable(
                f"Ollama does not answer at {self.url}; start it (`ollama serve`), set OLLAMA_HOST, or use SITREP_MODEL=embedded"
            )
        if isinstance(error, httpx.TimeoutException):
            seconds = f"{self._settings.silence_timeout:g}"
            return ModelUnavailable(
                f"Ollama at {self.url} said nothing for {seconds} s; use a smaller model, or raise SITREP_SILENCE_TIMEOUT"
            )
        if isinstance(error, (json.JSONDecodeError, httpx.InvalidURL, httpx.DecodingError)):
            return ModelUnavailable(f"what answers at {self.url} is not Ollama; check OLLAMA_HOST")
        return ModelUnavailable(f"Ollama at {self.url} went away in the middle of an answer; see its log, then ask again")

    def _explain_answer(self, status: int, said: str, name: str) -> SitrepError:
        if status == 404 and name:
            return ModelMissing(f"Ollama at {self.url} has no model {name}; get it with `sitrep models pull ollama/{name}`", name)
        if any(sign in said.lower() for sign in _TOO_LONG):
            return PromptTooLong(f"the prompt does not fit the context of {name} ({said}); raise SITREP_NUM_CTX")
        return ModelUnavailable(f"Ollama at {self.url} failed{f' with {name}' if name else ''}: {said or f'status {status}'}")


class OllamaModel:
    """A ChatModel on an Ollama server. Nothing is asked of the server before the first use."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = f"ollama/{name}"
        self.context = settings.num_ctx
        self.server = OllamaServer(settings)
        self._name = name
        self._settings = settings
        self._estimate = TokenEstimate()
        self._thinks: bool | None = None

    def check(self) -> None:
        """Raise ModelUnavailable or ModelMissing now if the model could not answer; loads nothing."""
        known = self.server.show(self._name)
        if known["capabilities"] and "completion" not in known["capabilities"]:
            raise ModelUnavailable(
                f"{self._name} is no chat model (it does {', '.join(known['capabilities'])}); set SITREP_MODEL to another"
            )
        self.context = min(self._settings.num_ctx, known["context"] or self._settings.num_ctx)
        self._thinks = "thinking" in known["capabilities"]

    def warm(self) -> None:
        """Make the server load the weights now."""
        self.check()
        self.server.load(self._name, self.context, _KEEP_ALIVE)

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
        """As ChatModel promises; an empty reply (a model that only thought) is asked for once more, then it is a BadReply."""
        if self._thinks is None:
            self.check()
        started = time.monotonic()
        for room in (max_tokens, max_tokens + _FOR_THINKING):
            request = self._request(messages, room, schema, top_logprobs)
            written = self._written(request, on_text, cancel)
            if written.text or (cancel is not None and cancel.is_set()):
                self._compare(messages, written, room, top_logprobs)
                return written.reply(time.monotonic() - started)
        raise BadReply(f"{self._name} gave an empty reply twice; set SITREP_MODEL to a model that does not think aloud")

    def count_tokens(self, text: str) -> int:
        """An estimate of what `text` costs that is never too low; the server cannot be asked."""
        return self._estimate.count(text)

    def close(self) -> None:
        """Nothing to free here: the server lets the weights go by itself."""

    def _request(self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None, top_logprobs: int) -> dict[str, Any]:
        expected = self._expected(messages)
        if len(messages) > 2 and expected > self.context:  # the server would drop the oldest turns without a word
            raise PromptTooLong(f"the prompt may take {expected} tokens, the context {self.context}; raise SITREP_NUM_CTX")
        options = _GREEDY | {"num_ctx": self.context, "num_predict": max_tokens, "seed": self._settings.seed}
        if self._settings.threads:
            options["num_thread"] = self._settings.threads
        return {
            "model": self._name,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "options": options,
            "format": dict(schema) if schema is not None else None,
            "think": False if self._thinks else None,
            "logprobs": bool(top_logprobs) or None,
            "top_logprobs": top_logprobs or None,
            "keep_alive": _KEEP_ALIVE,
        }

    def _expected(self, messages: Sequence[Message]) -> int:
        return _SYSTEM + sum(_FRAME + self._estimate.count(message.content) for message in messages)

    def _written(self, request: Mapping[str, Any], on_text: Callable[[str], None] | None, cancel: threading.Event | None) -> _Written:
        written = _Written()
        with self.server.errors(self._name), contextlib.closing(self._stream(request, cancel)) as chunks:
            for chunk in chunks:
                piece = written.take(chunk)
                if piece and on_text:
                    on_text(piece)
        if not written.done and not (cancel is not None and cancel.is_set()):
            raise ModelUnavailable(f"Ollama at {self.server.url} went away in the middle of an answer; see its log, then ask again")
        return written

    def _stream(self, request: Mapping[str, Any], cancel: threading.Event | None) -> Iterator[ollama.ChatResponse]:
        """The reply's chunks, read in a thread of its own, so that `cancel` cuts it at any time: also while nothing comes."""
        chunks: queue.SimpleQueue[ollama.ChatResponse | BaseException | None] = queue.SimpleQueue()
        stop = threading.Event()
        client = ollama.AsyncClient(host=self.server.url, timeout=self.server.patient(), **self.server.options())
        thread = threading.Thread(target=_read, args=(client, request, chunks.put, stop), daemon=True)
        thread.start()
        try:
            while cancel is None or not cancel.is_set():
                try:
                    chunk = chunks.get(timeout=0.05)
                except queue.Empty:
                    continue
                if chunk is None:
                    return
                if isinstance(chunk, BaseException):
                    raise chunk
                yield chunk
        finally:
            stop.set()
            thread.join()

    def _compare(self, messages: Sequence[Message], written: _Written, max_tokens: int, top_logprobs: int) -> None:
        """Hold what the server says it read against what was sent: a prompt that was cut must not pass for a reply."""
        if not written.done:
            return
        if top_logprobs and not written.tokens:
            raise ModelUnavailable(f"Ollama at {self.server.url} gives no token probabilities; update it to 0.12.11 or later")
        expected = self._expected(messages)
        full = written.read >= self.context - 1 or (written.reason == "length" and written.count < max_tokens)
        if full or (expected > self.context and written.read < expected / 2.5):
            raise PromptTooLong(
                f"Ollama read {written.read} tokens of about {expected} in a context of {self.context}; raise SITREP_NUM_CTX"
            )
        self._estimate.learn(expected, written.read)


_KEEP_ALIVE = "15m"


class _Written:
    """Collects what the server writes, chunk by chunk."""

    def __init__(self) -> None:
        self.text = ""
        self.tokens: list[Token] = []
        self.read = self.count = 0
        self.done = False
        self.reason = ""

    def take(self, chunk: ollama.ChatResponse) -> str:
        """One chunk; gives the text it added."""
        piece = chunk.message.content or ""
        self.text += piece
        if not chunk.message.thinking:
            self.tokens += [_token(entry) for entry in chunk.logprobs or ()]
        if chunk.done:
            self.done, self.reason = True, chunk.done_reason or ""
            self.read, self.count = chunk.prompt_eval_count or 0, chunk.eval_count or 0
        return piece

    def reply(self, seconds: float) -> Reply:
        """What was written."""
        return Reply(self.text, self.read, self.count or len(self.tokens), seconds, tuple(self.tokens))


def _read(
    client: ollama.AsyncClient,
    request: Mapping[str, Any],
    put: Callable[[ollama.ChatResponse | BaseException | None], None],
    stop: threading.Event,
) -> None:
    async def talk() -> None:
        async for chunk in await client.chat(**request, stream=True):
            put(chunk)

    async def watch() -> None:
        task = asyncio.ensure_future(talk())
        while not task.done():
            if stop.is_set():
                task.cancel()
            await asyncio.wait({task}, timeout=0.05)
        await client.close()
        if not task.cancelled():
            task.result()

    try:
        asyncio.run(watch())
        put(None)
    except Exception as error:  # carried to the thread that asked, which explains it
        put(error)


def _token(entry: Any) -> Token:
    return Token(entry.token, entry.logprob, {other.token: other.logprob for other in entry.top_logprobs or ()})


def _installed(model: Any) -> Installed:
    details = model.details
    size = (details.parameter_size or "") if details else ""
    number, unit = size[:-1], size[-1:].upper()
    try:
        billions = float(number) * {"B": 1.0, "M": 0.001, "T": 1000.0}.get(unit, 0.0)
    except ValueError:
        billions = 0.0
    return Installed(model.model, (details.family or "") if details else "", billions, int(model.size or 0))


def gives_logprobs(version: str) -> bool:
    """Whether a server of that version tells token probabilities, which judging an answer needs; unknown versions are taken to."""
    numbers = version.split("-")[0].split(".")
    if not all(number.isdigit() for number in numbers) or version == "0.0.0":  # a build from source calls itself 0.0.0
        return True
    return tuple(map(int, numbers)) >= _FIRST_WITH_LOGPROBS


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
