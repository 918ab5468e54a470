"""`sitrep chat` as a process of its own, over a scripted assistant: address, `ready`, a taken port, Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.__main__ import main
from assistant.commands import chat as command
from ingest.errors import SettingsError

# The command as installed, but Assistant.open gives the scripted assistant.
_RUN = """
    import sys
    sys.path[:0] = [{root!r}, {tests!r}]
    from fake_assistant import FakeAssistant
    import assistant.pipeline

    class Scripted(FakeAssistant):
        model = type("Model", (), {{"name": "scripted"}})
        reason = "no other is needed"
        def warm(self): pass
        def close(self): print("closed", flush=True)

    assistant.pipeline.Assistant.open = classmethod(lambda cls, *given, **more: Scripted())
    from assistant.__main__ import main
    sys.argv = ["sitrep", "chat", *{args!r}]
    main()
"""


@contextmanager
def running(root: Path, *args: str):
    script = textwrap.dedent(_RUN.format(root=str(root), tests=str(root / "tests"), args=args))
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_ready(process: subprocess.Popen) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if lines[-1] == "ready":
            return lines
    raise AssertionError(f"it ended before it was ready: {lines} {process.stderr.read()}")


def test_it_prints_the_model_the_address_and_ready_serves_page_and_api_and_stops_cleanly(root):
    with running(root, "--port", "0", "--no-browser") as process:
        lines = until_ready(process)
        assert lines[0] == "model    scripted: no other is needed"
        address = re.fullmatch(r"page     (http://127\.0\.0\.1:\d+)", lines[2])[1]
        assert "window.gradio_config" in urllib.request.urlopen(address, timeout=30).read().decode()
        assert b'"ok": true' in urllib.request.urlopen(f"{address}/api/health", timeout=30).read()
        page = urllib.request.urlopen(f"{address}/gradio_api/heartbeat/x", timeout=30)  # an open page: its connection never ends by itself
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out.split(), err) == (0, ["closed", "stopped"], "")
        page.close()


def test_a_taken_port_is_one_line_and_exit_3(monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(sys, "argv", ["sitrep", "chat", "--port", str(port)])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code == 3
    line = f"sitrep: port {port} is taken (is sitrep chat running already?); stop that, or use --port 0 for any free one\n"
    assert capsys.readouterr() == ("", line)


def test_an_unknown_host_is_said_in_one_line():
    with pytest.raises(SettingsError, match="no such address") as raised:
        command._listen("no such host.invalid", 0)
    assert raised.value.exit_code == 2 and "\n" not in str(raised.value)


def test_an_address_of_another_machine_is_said_in_one_line(monkeypatch):
    elsewhere = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.0.2.1", 0))  # an address that documentation may use, and nobody has
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: [elsewhere])
    with pytest.raises(SettingsError, match="no address of this machine"):
        command._listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")]
)
def test_the_address_can_be_opened(host, shown):
    assert command._address(host, 80) == shown


def test_a_port_out_of_range_is_a_usage_error():
    assert CliRunner().invoke(command.chat, ["--port", "70000"]).exit_code == 2
