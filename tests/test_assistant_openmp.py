import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant import openmp

LENT = [file for folder in sys.path for file in Path(folder).glob("*.libs/libgomp-*.so*")]

USE = """
from pathlib import Path
from assistant import openmp
openmp._system_has_it = lambda: False
openmp.lend()
import xllamacpp
print(xllamacpp.CommonParams().n_ctx)
used = [line.split()[-1] for line in Path("/proc/self/maps").read_text().replace(" (deleted)", "").splitlines() if "gomp.so" in line]
print({"lent" if "memfd" in path else path for path in used})
"""


def test_the_name_is_replaced_and_nothing_moves():
    library = b"\x7fELF...\0libgomp-a34b.so.1.0.0\0GOMP_4.0\0see libgomp-a34b.so.1.0.0 (text)"
    plain = openmp.renamed(library, "libgomp-a34b.so.1.0.0")
    assert plain == b"\x7fELF...\0libgomp.so.1\0\0\0\0\0\0\0\0\0\0GOMP_4.0\0see libgomp-a34b.so.1.0.0 (text)"
    assert len(plain) == len(library)


@pytest.mark.skipif(not (LENT and find_spec("xllamacpp")), reason="no wheel here brings OpenMP along")
def test_the_engine_runs_on_the_lent_library():
    done = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "{'lent'}"


def test_nothing_is_lent_where_the_system_has_it(monkeypatch):
    monkeypatch.setattr(openmp, "_system_has_it", lambda: True)
    monkeypatch.setattr(openmp, "renamed", lambda *_: pytest.fail("it was lent"))
    openmp.lend()


def test_nothing_to_lend_is_no_error(monkeypatch, tmp_path):
    monkeypatch.setattr(openmp, "_system_has_it", lambda: False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    openmp.lend()
