"""What of sitrep works on this machine, and what to do about the rest: each part looked at by itself, none of them loaded."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from assistant import machine, model_choice, model_files
from ingest.errors import SitrepError
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.archive import Archive
    from ingest.embed import Embedder


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: whether it works, what is to be said of it in one line, and what to do. `needed`: no answers without it."""

    part: str
    ok: bool
    text: str
    todo: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """All parts, in the order a person reads them."""

    findings: tuple[Finding, ...]

    @property
    def answers(self) -> bool:
        """Whether questions can be answered."""
        return all(finding.ok for finding in self.findings if finding.needed)

    @property
    def next(self) -> str:
        """What to do next."""
        todo = next((finding.todo for finding in self.findings if finding.needed and not finding.ok and finding.todo), "")
        return todo or ("ask: `sitrep ask QUESTION`, or open the page: `sitrep chat`" if self.answers else "mend what is marked above")


def examine(settings: Settings) -> Health:
    """Look at every part. Never raises: what cannot be looked at is a finding."""
    return Health((_python(), *_data(settings), *_models(settings)))


def _python() -> Finding:
    cores = machine.physical_cores()
    gpu = "a GPU" if machine.has_gpu() else "no GPU seen"
    system = f"{platform.system()} {platform.machine()}, {cores} core{'s' * (cores > 1)}, {gpu}"
    return Finding("python", True, f"{platform.python_version()} on {system}; sitrep {metadata.version('sitrep')}")


def _data(settings: Settings) -> Iterator[Finding]:
    yield Finding("home", True, str(settings.home.absolute()))
    embedder = _embedder(settings)
    yield embedder if isinstance(embedder, Finding) else Finding("embedder", True, f"{embedder.name}, {embedder.dimension} dimensions")
    if not (settings.home / "archive.sqlite").exists():
        yield Finding("archive", False, "no reports yet", "add reports: `sitrep ingest PATH`")
        return
    from ingest.archive import Archive

    try:
        with Archive.open(settings.home) as archive:
            yield _archive(archive)
            if not isinstance(embedder, Finding):
                yield _looked("index", lambda: _index(settings, archive, embedder))
    except SitrepError as error:
        yield Finding("archive", False, str(error), str(error))


def _embedder(settings: Settings) -> Embedder | Finding:
    from ingest.embed import open_embedder

    try:
        embedder = open_embedder(settings)
        _ = embedder.dimension  # an Ollama embedder asks its server
    except SitrepError as error:
        return Finding("embedder", False, str(error), str(error))
    return embedder


def _archive(archive: Archive) -> Finding:
    stats = archive.stats()
    if not stats.reports:
        return Finding("archive", False, "no reports yet", "add reports: `sitrep ingest PATH`")
    languages = ", ".join(f"{language or 'unknown'} {count}" for language, count in stats.languages.items())
    period = f"{stats.earliest} to {stats.latest}" if stats.latest else "no dates"
    return Finding("archive", True, f"{stats.reports} reports ({languages}), {period}; generation {archive.generation}")


def _index(settings: Settings, archive: Archive, embedder: Embedder) -> Finding:
    from ingest.chroma_index import ChromaIndex

    with ChromaIndex.open(settings, embedder, archive) as index:
        held, wanted = index.count(), archive.stats().passages
    where = settings.chroma_url or str(settings.home / "chroma")
    if held < wanted:
        return Finding("index", False, f"{held} of {wanted} passages in {where}", "build it: `sitrep reindex`")
    return Finding("index", True, f"{held} passages of {embedder.name} in {where}")


def _models(settings: Settings) -> Iterator[Finding]:
    yield _looked("ollama", lambda: _ollama(settings), needed=False)
    yield _looked("embedded", lambda: _embedded(settings), needed=False)
    yield _looked("model", lambda: _model(settings))


def _ollama(settings: Settings) -> Finding:
    from assistant.ollama_server import OllamaServer, gives_logprobs

    server = OllamaServer(settings)
    version = server.version()
    names = ", ".join(sorted(model.name for model in server.models())) or "no models"
    todo = "" if gives_logprobs(version) else "update Ollama to 0.12.11 or later"
    return Finding("ollama", not todo, f"{server.url}, version {version}: {names}", todo, needed=False)


def _embedded(settings: Settings) -> Finding:
    if not model_choice.embedded_possible():
        where = f"{platform.system()} {platform.machine()}"
        text = f"its engine has no wheel for {where}: use Ollama, with {model_choice.SUGGESTED} to answer and bge-m3 as the embedder"
        todo = f"`sitrep models pull ollama/{model_choice.SUGGESTED}`, `ollama pull bge-m3`, SITREP_EMBEDDER=ollama/bge-m3"
        return Finding("embedded", False, text, todo, needed=False)
    here = [file for file in model_files.MODELS.values() if model_files.is_present(file, settings.models)]
    if not here:
        return Finding("embedded", False, f"no model in {settings.models}", "`sitrep models pull` fetches it (1.1 GB)", needed=False)
    sizes = ", ".join(f"{file.name} ({file.size / 1e9:.1f} GB)" for file in here)
    return Finding("embedded", True, f"{sizes} in {settings.models}", needed=False)


def _model(settings: Settings) -> Finding:
    choice = model_choice.choose(settings)
    try:
        choice.model.check()
    except SitrepError as error:
        return Finding("model", False, f"{choice.line}: {error}", str(error))
    return Finding("model", True, choice.line)


def _looked(part: str, look: Callable[[], Finding], needed: bool = True) -> Finding:
    try:
        return look()
    except SitrepError as error:
        return Finding(part, False, str(error), str(error), needed)
