"""Questions in, cited answers out: `Assistant` in process, `Client` and `AsyncClient` over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.client import AsyncClient, Client
    from assistant.pipeline import Assistant

__all__ = ["Answer", "Assistant", "AsyncClient", "Citation", "Claim", "Client", "Figure", "Hit", "Refusal", "Scope"]

_HOME = {
    "Assistant": "assistant.pipeline",
    "Client": "assistant.client",
    "AsyncClient": "assistant.client",
    "Figure": "ingest.report",
} | dict.fromkeys(["Answer", "Citation", "Claim", "Hit", "Refusal", "Scope"], "assistant.answer")


def __getattr__(name: str) -> Any:
    """Load each name's module at first use, so that importing `assistant` stays light."""
    if name not in _HOME:
        raise AttributeError(f"module 'assistant' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)
