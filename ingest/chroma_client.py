"""Clients of Chroma, in process and of a server, and the one line that each of its errors becomes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import ArchiveError, BusyError, SitrepError, UnreachableError
from ingest.settings import Settings

_open_paths: set[str] = set()
_opening = threading.Lock()


def in_process(path: str) -> Any:
    """A client over the files in the folder `path`, made if there are none. Raises ArchiveError."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings as ChromaSettings

    try:
        with plain(path):
            Path(path).mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path, settings=ChromaSettings(anonymized_telemetry=False))
    except SitrepError:
        SharedSystemClient._identifier_to_system.pop(path, None)  # else it hands out what failed again
        give_back(path)
        raise


def own_spelling(folder: Path) -> str:
    """A spelling of the path that no open index uses: for the same spelling Chroma hands out the same, by then stale, client."""
    with _opening:
        path = str(folder.absolute())
        while path in _open_paths:
            path += "/."
        _open_paths.add(path)
        return path


def give_back(path: str) -> None:
    """The index that used this spelling is closed."""
    with _opening:
        _open_paths.discard(path)


def server(settings: Settings) -> Any:
    """A client of the server that the settings name. Raises UnreachableError."""
    import chromadb
    import httpx
    from chromadb.config import Settings as ChromaSettings

    address = urlsplit(settings.chroma_url)
    secure = address.scheme == "https"
    patience = httpx.Timeout(settings.silence_timeout, connect=settings.connect_timeout)
    with plain(settings.chroma_url):
        httpx.get(f"{settings.chroma_url.rstrip('/')}/api/v2/heartbeat", timeout=patience).raise_for_status()
        client: Any = chromadb.HttpClient(
            host=settings.chroma_url,
            port=address.port or (443 if secure else 80),
            ssl=secure,
            settings=ChromaSettings(anonymized_telemetry=False),
        )
    client._server._session.timeout = patience  # Chroma would wait for ever
    return client


@contextmanager
def plain(where: str) -> Iterator[None]:
    """What Chroma raises, as one line."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise BusyError(f"the index at {where} is being rebuilt; try again in a moment") from error
    except (httpx.HTTPError, ConnectionError) as error:
        reason = str(error) or type(error).__name__
        raise UnreachableError(
            f"the Chroma server at {where} does not answer as one ({reason}); start it with `chroma run`, or unset SITREP_CHROMA_URL"
        ) from error
    except (ChromaError, OSError) as error:
        reason = " ".join(str(error).split())
        raise ArchiveError(f"the index at {where} cannot be used ({reason}); check space and rights, then run `sitrep reindex`") from error
