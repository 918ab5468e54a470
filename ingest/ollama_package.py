"""The package `ollama`, loaded so that OLLAMA_HOST cannot break it.

It makes a client from the variable while it is imported, and raises over what it cannot read; we read the variable ourselves.
"""

from __future__ import annotations

import os

_given = os.environ.pop("OLLAMA_HOST", None)
try:
    import ollama
finally:
    if _given is not None:
        os.environ["OLLAMA_HOST"] = _given

__all__ = ["ollama"]
