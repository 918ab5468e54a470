"""`sitrep chat`: the chat page and the HTTP API in one server."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import click

from ingest.errors import SettingsError, SitrepError, UnreachableError

GRACE = 1  # seconds that open connections get when the server is stopped; every open page holds one


class PortTaken(SitrepError):
    """Another program listens there already."""

    exit_code = 3


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 lets other machines in.")
@click.option("--port", default=7860, show_default=True, type=click.IntRange(0, 65535), help="0 picks a free one.")
@click.option("--home", type=click.Path(path_type=Path), metavar="DIR", help="Where the archive is.  [default: SITREP_HOME, else .sitrep]")
@click.option("--model", metavar="M", help="embedded, or ollama/NAME.  [default: SITREP_MODEL, else what is there]")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def chat(host: str, port: int, home: Path | None, model: str | None, no_browser: bool) -> None:
    """Open the chat page, and the HTTP API under /api; prints the address and `ready`. Stop it with Ctrl-C."""
    with _listen(host, port) as listener:
        address = _address(host, listener.getsockname()[1])
        from assistant.commands.models import offer_missing
        from assistant.pipeline import Assistant
        from ingest.settings import load

        settings = load(home=home, model=model)
        offer_missing(settings)
        with Assistant.open(settings) as assistant:
            click.echo(f"model    {assistant.model.name}: {assistant.reason}")
            click.echo(f"reports  {len(assistant.reports())} in {settings.home}")
            _warm(assistant.warm)
            if not _is_this_machine(host):
                click.echo("open     to every machine that can reach this one: there are no accounts; a proxy can add them", err=True)
            from assistant import chat_page, service

            app = chat_page.mount(service.app(assistant), assistant)
            _serve(app, listener, lambda: _announce(address, browser=not no_browser))
    click.echo("stopped")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at `host`:`port`; PortTaken or SettingsError, in one line, if there can be none."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"--host {host}: there is no such address; use 127.0.0.1, or 0.0.0.0 for all") from error
    listener = socket.socket(family, kind, protocol)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
    try:
        listener.bind(place)
        listener.listen()
    except PermissionError as error:
        listener.close()
        raise SettingsError(f"port {port} needs more rights; use one above 1023, or --port 0 for any free one") from error
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise SettingsError(f"--host {host} is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all") from error
        raise PortTaken(f"port {port} is taken (is sitrep chat running already?); stop that, or use --port 0 for any free one") from error
    return listener


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _warm(warm: Callable[[], None]) -> None:
    """Load what the first question would wait for; without a model the page still finds passages, and says so."""
    try:
        warm()
    except UnreachableError as error:
        click.echo(f"sitrep: {error}", err=True)


def _announce(address: str, *, browser: bool) -> None:
    click.echo(f"page     {address}\napi      {address}/api/docs\nready")
    sys.stdout.flush()
    graphical = sys.platform in {"darwin", "win32"} or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if browser and graphical and sys.stdout.isatty():  # elsewhere a browser would take over the terminal, or fail
        click.launch(address)


def _serve(app: object, listener: socket.socket, started: Callable[[], None]) -> None:
    """Serve until Ctrl-C or a termination signal, then let go of everything in order."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                started()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # that open pages are cut off now is no news
            await super().shutdown(sockets)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that it unwinds like Ctrl-C
    config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=GRACE)  # type: ignore[arg-type]
    try:
        Server(config).run([listener])
    except KeyboardInterrupt:  # uvicorn raises it again once it has stopped
        return
