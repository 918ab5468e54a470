"""From what was named to the files behind it: a file itself, a folder with all below it, a glob with all it matches."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.manifest import NAME as MANIFEST
from ingest.parse import SUFFIXES


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: `source` is its name as given, `top` the folder up to which manifests speak for it."""

    path: Path
    source: str
    top: Path

    @property
    def suffix(self) -> str:
        """The end of its name that tells the format, in small letters."""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visible file, met on the way, that is in no known format."""

    source: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was named or met but cannot be read, and why."""

    source: str
    message: str


Place = Found | LeftOut | Trouble


def walk(target: str, skip: Path | None = None) -> Iterator[Place]:
    """The files behind `target`, in alphabetical order; never looks into the folder `skip` (sitrep's own) or hidden ones."""
    try:
        path = os.path.expanduser(target)
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        yield from _matches(target, skip) if glob.has_magic(target) else [Trouble(shown(target), "does not exist; check the path")]
    except (OSError, ValueError) as error:
        yield Trouble(shown(target), why_not(error))
    else:
        if stat.S_ISDIR(mode):
            yield from _folder(path, Path(path), skip)
        elif not stat.S_ISREG(mode):
            yield Trouble(shown(target), "is no file that can be read (a device or pipe); save it as a file")
        elif Path(path).name == MANIFEST:
            yield Trouble(shown(target), "describes the reports beside it and is none itself; name those, or their folder")
        else:
            yield Found(Path(path), shown(target), Path(path).parent)


def shown(name: str) -> str:
    """A file's name as text that can be stored and printed, whatever bytes it is made of."""
    return " ".join(os.fsencode(name).decode("utf-8", "replace").splitlines())


def why_not(error: OSError | ValueError) -> str:
    """What the system said, as one line that says what to do."""
    if isinstance(error, PermissionError):
        return "cannot be read (permission denied); check its rights"
    return f"cannot be read ({(isinstance(error, OSError) and error.strerror) or error}); check the path"


def _matches(pattern: str, skip: Path | None) -> Iterator[Place]:
    """What a glob matches; a folder among the matches counts with all below it, unless ** has been there already."""
    pattern = os.path.expanduser(pattern)
    fixed = re.split(r"[*?\[]", pattern, maxsplit=1)[0]
    top = Path(os.path.dirname(fixed))
    any_found = False
    for match in sorted(glob.glob(pattern, recursive=True)):
        if not os.path.isdir(match):
            place = _met(match, top)
        elif "**" in pattern:
            continue
        else:
            yield from _folder(match, top, skip)
            any_found = True
            continue
        if place:
            any_found |= not isinstance(place, LeftOut)
            yield place
    if not any_found:
        yield Trouble(shown(pattern), "matches no file of a known format; check the pattern")


def _folder(folder: str, top: Path, skip: Path | None) -> Iterator[Place]:
    errors: list[OSError] = []
    seen = {_identity(folder), _identity(skip)}
    any_found = False
    for here, folders, files in os.walk(folder, onerror=errors.append, followlinks=True):
        yield from _troubles(errors)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and _new(os.path.join(here, name), seen))
        for place in (_met(os.path.join(here, name), top) for name in sorted(files) if not name.startswith((".", "~$"))):
            if place:
                any_found |= isinstance(place, Found)
                yield place
    any_found |= bool(errors)
    yield from _troubles(errors)
    if not any_found:
        yield Trouble(shown(folder), "holds no file of a known format; give txt, md, html, pdf, docx, jsonl or csv")


def _troubles(errors: list[OSError]) -> Iterator[Trouble]:
    """Those met so far, once each."""
    for error in errors:
        yield Trouble(shown(str(error.filename)), why_not(error))
    errors.clear()


def _new(folder: str, seen: set[tuple[int, int] | None]) -> bool:
    """Whether to go into `folder`: not if links have led here before, nor into the folder to skip."""
    identity = _identity(folder)
    if identity in seen and identity is not None:
        return False
    seen.add(identity)
    return True


def _identity(folder: str | Path | None) -> tuple[int, int] | None:
    """What is the same for all names of a folder; None if there is none or it cannot be reached (os.walk then reports it)."""
    try:
        about = os.stat(folder) if folder is not None else None
    except OSError:
        return None
    return (about.st_dev, about.st_ino) if about else None


def _met(path: str, top: Path) -> Place | None:
    """A file met in a folder or by a glob: one of no known format is left out, a manifest is no report at all."""
    if os.path.basename(path) == MANIFEST:
        return None
    if Path(path).suffix.lower() not in SUFFIXES or (os.path.exists(path) and not os.path.isfile(path)):
        return LeftOut(shown(path))
    if not os.path.exists(path):
        return Trouble(shown(path), "is a link to what does not exist; remove or mend it")
    return Found(Path(path), shown(path), top)
