"""`sitrep models list|pull`, and the offer to get a model that is missing."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from assistant.errors import ModelMissing, ModelUnavailable
from ingest.settings import Settings, load

if TYPE_CHECKING:
    from assistant.model_choice import Choice

_EVERY = 5.0


@click.group()
def models() -> None:
    """List chat models and get new ones."""


@models.command("list")
def list_() -> None:
    """The embedded models, and those of the Ollama server."""
    from assistant import model_choice, model_files
    from assistant.ollama_server import OllamaServer

    settings = load()
    chosen = model_choice.choose(settings)
    for file in model_files.MODELS.values():
        state = "here" if model_files.is_present(file, settings.models) else "not here"
        _row(f"embedded/{file.name}", f"{file.size / 1e9:.1f} GB", state, chosen)
    try:
        for model in OllamaServer(settings).models():
            _row(f"ollama/{model.name}", f"{model.size / 1e9:.1f} GB", "here", chosen)
    except ModelUnavailable as error:
        click.echo(str(error), err=True)
    click.echo(f"* {chosen.line}", err=True)


@models.command()
@click.argument("name", required=False, default="")
def pull(name: str) -> None:
    """Get a model: embedded/NAME or ollama/NAME; without a name the one the settings name, else the embedded one.

    A run that was cut goes on where it stopped.
    """
    from assistant import model_choice

    settings = load()
    wanted = name or settings.model or "embedded"
    if not wanted.startswith("ollama/") and not model_choice.embedded_possible():
        if name:
            raise ModelUnavailable(
                f"the embedded engine has no wheel for this platform; `sitrep models pull ollama/{model_choice.SUGGESTED}`"
            )
        click.echo("no embedded model: its engine has no wheel for this platform; `sitrep doctor` says what to use instead", err=True)
        return
    fetch(wanted, settings)


def fetch(name: str, settings: Settings) -> None:
    """Get a model with a progress bar; says when it is there. Raises ModelUnavailable, SettingsError."""
    from assistant import model_choice, model_files

    if not name.startswith("ollama/"):
        name = f"embedded/{model_files.find(name).name}"
    with Bytes(f"getting {name}") as bar:
        model_choice.fetch(name, settings, bar.at)
    click.echo(f"{name} is here", err=True)


def offer_missing(settings: Settings) -> None:
    """On a terminal, offer to get the model that would answer, if it is not there; elsewhere the answer will say how to.

    Raises SettingsError; ModelUnavailable if getting it failed.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return
    from assistant import model_choice

    try:
        model_choice.choose(settings).model.check()
    except ModelMissing as error:
        if click.confirm(f"{error}. Get it now?", default=True, err=True):
            fetch(error.model, settings)
    except ModelUnavailable:
        return  # nothing that a download would mend: the answer says what it is, beside the passages found


class Bytes:
    """How much of a download is here, on standard error: a bar on a terminal, else a line now and then."""

    def __init__(self, what: str) -> None:
        from tqdm import tqdm

        quiet = not sys.stderr.isatty()
        self._bar = tqdm(desc=what, unit="B", unit_scale=True, unit_divisor=1000, file=sys.stderr, disable=quiet, dynamic_ncols=True)
        self._what = what
        self._speak_at = time.monotonic()

    def __enter__(self) -> Bytes:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def at(self, here: int, total: int) -> None:
        """So many bytes are here, of `total`."""
        self._bar.total = total
        self._bar.n = here
        self._bar.refresh()
        if self._bar.disable and time.monotonic() >= self._speak_at and here < total:
            self._speak_at = time.monotonic() + _EVERY
            click.echo(f"{self._what}: {here / 1e6:.0f} of {total / 1e6:.0f} MB", err=True)


def _row(name: str, size: str, state: str, chosen: Choice) -> None:
    click.echo(f"{'*' if name == chosen.name else ' '} {name:32} {size:>8}  {state}")
