"""An Ollama server: what it has, getting models, and its chat stream, with every failure one of our errors in one line."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pydantic

from assistant.errors import ModelMissing, ModelUnavailable, PromptTooLong
from ingest.errors import SitrepError
from ingest.ollama_package import ollama
from ingest.settings import Settings

OnProgress = Callable[[int, int], None]
Chunk = ollama.ChatResponse

KEEP_ALIVE = "15m"
_FIRST_WITH_LOGPROBS = (0, 12, 11)
_TOO_LONG = ("context length", "context size", "exceeds the available context", "prompt too long", "input length exceeds")


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

    @property
    def is_here(self) -> bool:
        """Whether the server runs on this machine."""
        return _is_this_machine(urlsplit(self.url).hostname or "")

    def version(self) -> str:
        """The server's version, e.g. "0.12.11"."""
        with self._errors(), httpx.Client(timeout=self._brief(), **self._options()) as client:
            answer = client.get(f"{self.url}/api/version")
            answer.raise_for_status()
            return str(answer.json()["version"])

    def models(self) -> list[Installed]:
        """The models it has, embedding models among them."""
        with self._errors(), self._client(self._brief()) as client:
            return [_installed(model) for model in client.list().models if model.model]

    def show(self, name: str) -> Mapping[str, Any]:
        """What the server knows of a model: its `capabilities` (chat is "completion") and `context` in tokens, 0 if unknown."""
        with self._errors(name), self._client(self._brief()) as client:
            answer = client.show(name)
        lengths = [value for key, value in (answer.modelinfo or {}).items() if key.endswith(".context_length")]
        return {"capabilities": list(answer.capabilities or ()), "context": int(lengths[0]) if lengths else 0}

    def pull(self, name: str, on_progress: OnProgress | None = None) -> None:
        """Make the server fetch a model; it goes on where it was cut. `on_progress` gets (bytes here, bytes in all so far known)."""
        layers: dict[str, tuple[int, int]] = {}
        with self._errors(name), self._client(self._patient()) as client:
            for step in client.pull(name, stream=True, insecure=name.startswith("http://")):
                if step.digest and step.total:
                    layers[step.digest] = (step.completed or 0, step.total)
                elif step.status == "success":  # the last report of a layer may come before its last bytes
                    layers = {digest: (total, total) for digest, (_, total) in layers.items()}
                if on_progress and layers:
                    on_progress(sum(here for here, _ in layers.values()), sum(total for _, total in layers.values()))

    def load(self, name: str, context: int) -> None:
        """Load a model's weights now."""
        with self._errors(name), self._client(self._patient()) as client:
            client.generate(name, options={"num_ctx": context}, keep_alive=KEEP_ALIVE)

    def chat(self, request: Mapping[str, Any], cancel: threading.Event | None = None) -> Generator[Chunk]:
        """The chunks of a reply to /api/chat, the last one `done`; ends early when `cancel` is set, also while the server is silent."""
        chunks: queue.SimpleQueue[Chunk | BaseException | None] = queue.SimpleQueue()
        stop = threading.Event()
        client = ollama.AsyncClient(host=self.url, timeout=self._patient(), **self._options())
        thread = threading.Thread(target=_read, args=(client, request, chunks.put, stop), daemon=True)
        thread.start()
        try:
            while cancel is None or not cancel.is_set():
                try:
                    chunk = chunks.get(timeout=0.05)
                except queue.Empty:
                    continue
                with self._errors(request["model"]):
                    part = _whole(chunk)
                yield part
                if part.done:
                    return
        finally:
            stop.set()
            thread.join()

    def _patient(self) -> httpx.Timeout:
        """Time limits of a call that may take long but must not stay silent."""
        return httpx.Timeout(self._settings.silence_timeout, connect=self._settings.connect_timeout)

    def _options(self) -> dict[str, Any]:
        """How to talk to this address: never through a proxy to this machine itself, no certificates where there is no TLS."""
        return {"trust_env": not self.is_here, "verify": self.url.startswith("https:")}

    @contextlib.contextmanager
    def _errors(self, name: str = "") -> Iterator[None]:
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
        return ollama.Client(host=self.url, timeout=timeout, **self._options())

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
        if status == 404 and "model" not in said.lower():
            return ModelUnavailable(f"what answers at {self.url} is not Ollama; check OLLAMA_HOST")
        if status == 404:
            return ModelMissing(
                f"Ollama at {self.url} has no model {name}; get it with `sitrep models pull ollama/{name}`", f"ollama/{name}"
            )
        if any(sign in said.lower() for sign in _TOO_LONG):
            return PromptTooLong(f"the prompt does not fit the context of {name} ({said}); raise SITREP_NUM_CTX")
        return ModelUnavailable(f"Ollama at {self.url} failed{f' with {name}' if name else ''}: {said or f'status {status}'}")


def _whole(chunk: Chunk | BaseException | None) -> Chunk:
    """The chunk, if it is one; raises what came in its place."""
    if chunk is None:
        raise httpx.RemoteProtocolError("the stream ended without its last part")
    if isinstance(chunk, BaseException):
        raise chunk
    return chunk


def _read(
    client: ollama.AsyncClient,
    request: Mapping[str, Any],
    put: Callable[[Chunk | BaseException | None], None],
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
        await client.close()  # type: ignore[no-untyped-call]
        if not task.cancelled():
            task.result()

    try:
        asyncio.run(watch())
        put(None)
    except Exception as error:  # carried to the thread that asked, which explains it
        put(error)


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
