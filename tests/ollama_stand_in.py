"""A small local server that speaks Ollama's protocol, for the faults a real one cannot be made to show; and a registry it can pull from."""

import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CUT = object()
"""In a stream: the connection is gone, as when the server is killed."""


@dataclass
class Answer:
    """What is sent back: a status, and lines; a number among them is a silence of so many seconds, CUT the end of the connection."""

    lines: list[Any] = field(default_factory=list)
    status: int = 200
    kind: str = "application/x-ndjson"


def said(*pieces: str, read: int = 20, reason: str = "stop", **more: Any) -> Answer:
    """A whole chat reply in pieces."""
    lines = [{"model": "m", "message": {"role": "assistant", "content": piece}, "done": False, **more} for piece in pieces]
    end = {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": reason}
    return Answer([*lines, end | {"prompt_eval_count": read, "eval_count": len(pieces)}])


def logprob(token: str, value: float = -0.1) -> dict:
    """The `logprobs` entry of one token."""
    return {"token": token, "logprob": value, "top_logprobs": [{"token": token, "logprob": value}, {"token": "no", "logprob": -2.5}]}


class StandIn:
    """Answers each path from a list of Answers (the last one again and again) and remembers what was asked."""

    def __init__(self, models: Mapping[str, Mapping[str, Any]] | None = None, version: str = "0.32.15") -> None:
        self.requests: list[tuple[str, dict]] = []
        self.models = models if models is not None else {"m": {}}
        self.answers: dict[str, list[Answer]] = {"/api/version": [Answer([{"version": version}])]}
        self.hung_up = threading.Event()  # set when a client hung up before it was answered

    def script(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def asked(self, path: str) -> list[dict]:
        return [body for asked, body in self.requests if asked == path]

    def answer(self, path: str, body: dict) -> Answer:
        self.requests.append((path, body))
        if path in self.answers:
            left = self.answers[path]
            return left.pop(0) if len(left) > 1 else left[0]
        if path == "/api/tags":
            return Answer([{"models": [{"model": name, "name": name, **_listed(known)} for name, known in self.models.items()]}])
        known = self.models.get(body.get("model", ""))
        if known is None:
            return Answer([{"error": f"model '{body.get('model')}' not found"}], status=404)
        if path == "/api/show":
            about = {"capabilities": known.get("capabilities", ["completion"]), "details": {}}
            return Answer([about | {"model_info": {"qwen2.context_length": known.get("context", 32768)}}])
        return Answer([{}])


def _listed(known: Mapping[str, Any]) -> dict:
    details = {"family": known.get("family", "qwen2"), "parameter_size": known.get("billions", "1.5B")}
    return {"size": known.get("size", 10**9), "details": details}


@contextmanager
def serving(stand_in: StandIn) -> Iterator[str]:
    """Run the stand-in; gives its "host:port"."""
    with _running(type("Handler", (_Handler,), {"stand_in": stand_in})) as port:
        yield f"127.0.0.1:{port}"


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}"))

    def _answer(self, body: dict) -> None:
        answer = self.stand_in.answer(self.path, body)
        try:
            self._send(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.stand_in.hung_up.set()
            self.close_connection = True

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        for line in answer.lines:
            if line is CUT:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if isinstance(line, float):
                self._stay_silent(line)
                continue
            data = line.encode() if isinstance(line, str) else json.dumps(line).encode() + b"\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _stay_silent(self, seconds: float) -> None:
        self.connection.settimeout(seconds)
        try:
            if self.connection.recv(1, socket.MSG_PEEK) == b"":
                raise BrokenPipeError
        except TimeoutError:
            self.connection.settimeout(None)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def registry(layers: Mapping[str, bytes], *, slow: float = 0.0) -> Iterator[str]:
    """A model registry over plain HTTP with one model, library/tiny:latest, of these layers (media type to bytes); gives "host:port"."""
    blobs = {f"sha256:{hashlib.sha256(data).hexdigest()}": data for data in layers.values()}
    entries = [
        {"mediaType": kind, "digest": f"sha256:{hashlib.sha256(data).hexdigest()}", "size": len(data)} for kind, data in layers.items()
    ]
    config, *rest = entries
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": config, "layers": rest}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._reply(send=False)

        def do_GET(self) -> None:
            self._reply(send=True)

        def _reply(self, *, send: bool) -> None:
            if self.path == "/v2/library/tiny/manifests/latest":
                data = json.dumps(manifest).encode()
            else:
                data = blobs.get(self.path.rsplit("/", 1)[-1], b"")
            if not data:
                self.send_error(404)
                return
            first, last = 0, len(data) - 1
            if asked := self.headers.get("Range"):
                low, high = asked.removeprefix("bytes=").split("-")
                first, last = int(low), min(int(high or last), last)
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(last - first + 1))
            self.send_header("Location", f"http://{self.headers['Host']}{self.path}")  # where the bytes are: Ollama insists on being told
            self.end_headers()
            if send:
                time.sleep(slow)
                self.wfile.write(data[first : last + 1])

        def log_message(self, *_: object) -> None:
            pass

    with _running(Handler) as port:
        yield f"127.0.0.1:{port}"


@contextmanager
def _running(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
