"""A real Ollama server for tests marked `ollama`, from the build that .ci/ollama.sh makes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACE = Path(os.environ["SITREP_OLLAMA"])
SHARED = PLACE / "models"  # qwen2.5-coder:1.5b and :0.5b


def is_built() -> bool:
    """Whether there is one on this machine."""
    return (PLACE / "bin/ollama").exists() and (PLACE / "lib/ollama/llama-server").exists()


@contextmanager
def serving_ollama(port: int, log: Path, models: Path = SHARED, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at 127.0.0.1:`port`: its process, which leads a group of its own with its engines."""
    # On some processors (AVX-512 without AMX) this engine, built for them, writes nonsense from weights that it has repacked.
    plain = {"OLLAMA_HOST": f"127.0.0.1:{port}", "OLLAMA_MODELS": str(models), "LLAMA_ARG_REPACK": "0"}
    given = os.environ | plain | environment
    with log.open("wb") as out:
        server = subprocess.Popen([PLACE / "bin/ollama", "serve"], env=given, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}/api/version", server, log)
        yield server
    finally:
        try:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(10)
        except ProcessLookupError:
            server.wait(10)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer; its log ends: {log.read_text(errors='replace')[-500:]}")
