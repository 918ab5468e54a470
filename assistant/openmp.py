"""OpenMP for the embedded engine: its wheel expects the system's libgomp.so.1, which a minimal Linux does not have.

Another of our wheels brings the same library along, but under a name of its own, so that the loader would not take it for the one
that is asked for. A copy in memory, with the plain name in it, serves.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

PLAIN = "libgomp.so.1"


def lend() -> None:
    """Load libgomp.so.1 into this process, from a wheel where the system has none; does nothing where there is none to lend."""
    if not sys.platform.startswith("linux") or _system_has_it():
        return
    lent = next((file for folder in sys.path for file in Path(folder).glob("*.libs/libgomp-*.so*")), None)
    if lent:
        descriptor = os.memfd_create(PLAIN)
        with open(descriptor, "wb", closefd=False) as copy:
            copy.write(renamed(lent.read_bytes(), lent.name))
        ctypes.CDLL(f"/proc/self/fd/{descriptor}")
        os.close(descriptor)


def renamed(library: bytes, name: str) -> bytes:
    """A shared library's bytes with `name`, as it calls itself, replaced by the plain name; every offset stays."""
    old = name.encode() + b"\0"
    return library.replace(old, PLAIN.encode().ljust(len(old), b"\0"))


def _system_has_it() -> bool:
    try:
        ctypes.CDLL(PLAIN)
    except OSError:
        return False
    return True
