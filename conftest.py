"""What every test gets: no network but loopback, a clean environment, its own working folder, and skips that say what is missing."""

import ipaddress
import os
import shutil
import socket
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import platformdirs
import pytest

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "tests"))  # importlib mode does not do it; tests import their fakes by plain name

# ---------------------------------------------------------------- environment

MODELS = Path(os.environ.get("SITREP_MODELS") or Path(platformdirs.user_cache_dir("sitrep")) / "models").absolute()
OLLAMA = Path(os.environ.get("SITREP_OLLAMA") or Path.home() / ".cache" / "sitrep-ollama").absolute()
NO_SKIPS = bool(os.environ.get("SITREP_NO_SKIPS"))  # .ci/run asks for it: what cannot run there is a failure
_LEAKS = ("SITREP_", "OLLAMA_", "CHROMA_", "GRADIO_", "ANONYMIZED_TELEMETRY", "PYTEST_ADDOPTS")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")

for _name in list(os.environ):
    if _name.startswith(_LEAKS) or _name.lower() in _PROXIES:
        del os.environ[_name]
os.environ["SITREP_MODELS"], os.environ["SITREP_OLLAMA"] = str(MODELS), str(OLLAMA)  # kept: these are too big to make again

# ---------------------------------------------------------------- network


class NetworkBlocked(RuntimeError):
    """A test tried to leave this machine. No OSError, so that code meant for an unreachable server cannot swallow it."""


def _refuse(host: object) -> None:
    raise NetworkBlocked(f"a test tried to reach {host!r}; tests reach loopback only (use a local server, or a name under .invalid)")


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(name).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard_sockets() -> None:
    """Let sockets connect to this machine only; a name under .invalid fails as an unknown host does."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        if isinstance(host, str) and host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_loopback(host):
            _refuse(host)
        return look_up(host, *args, **kwargs)

    def guarded(method):
        def call(self, *args):
            address = args[-1]
            if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple) and not _is_loopback(address[0]):
                _refuse(address[0])
            return method(self, *args)

        return call

    socket.getaddrinfo = getaddrinfo
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


_guard_sockets()

from real_ollama import is_built, serving_ollama  # noqa: E402  after the environment is clean and tests/ is on the path

# ---------------------------------------------------------------- files

_written: list[str] = []
_GUARDED = tuple({str(ROOT), str(Path.home())})
_FREE = ("__pycache__", ".pytest_cache", ".git", ".cache", ".venv", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".pki")


def _watch_writes(event: str, args: tuple) -> None:
    """Audit hook: note each file opened for writing in the checkout or the user's home."""
    if event != "open" or not isinstance(args[0], str) or not isinstance(args[2], int):
        return
    path, flags = args[0], args[2]
    if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or not path.startswith(_GUARDED):
        return
    if not path.startswith(_TMP) and not any(part.startswith(_FREE) for part in Path(path).parts):
        _written.append(path)


@pytest.fixture(scope="session", autouse=True)
def _watch(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Start watching for stray files, once the folder for temporary ones is known."""
    global _TMP
    _TMP = str(tmp_path_factory.getbasetemp())
    sys.addaudithook(_watch_writes)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run each test in a folder of its own, and fail the one that leaves a file in the checkout or the user's home."""
    monkeypatch.chdir(tmp_path)
    _written.clear()
    yield
    assert not _written, f"the test wrote outside its own folder: {sorted(set(_written))}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A fresh, empty SITREP_HOME."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


# ---------------------------------------------------------------- parts a machine may lack


def chromium() -> str | None:
    """Path of a Chromium-like browser, if one is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _missing_model() -> str | None:
    if not find_spec("xllamacpp"):
        return "the embedded engine has no wheel for this platform"
    return None if list(MODELS.glob("*1.5b*.gguf")) else f"no embedded model in {MODELS}; `make model` gets it"


def _missing_ollama() -> str | None:
    return None if is_built() else f"no Ollama in {OLLAMA}; `.ci/ollama.sh` builds it"


def _missing_browser() -> str | None:
    return None if chromium() else "no Chromium; install your system's package `chromium`"


_NEEDS = {"model": _missing_model, "ollama": _missing_ollama, "browser": _missing_browser}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, saying what it lacks."""
    missing = {marker: why() for marker, why in _NEEDS.items()}
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter) -> None:
    """Name what was skipped and why, a line a reason."""
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("not run on this machine")
        for reason, count in reasons.items():
            terminalreporter.line(f"{count} tests: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where nothing may be skipped, turn a run that skipped anything into a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if NO_SKIPS and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium to hand to playwright's `launch(executable_path=...)`."""
    path = chromium()
    assert path, "tests that use browser_path must be marked `browser`"
    return path


@pytest.fixture
def free_port() -> int:
    """A TCP port that nothing listens on now."""
    return _free_port()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def ollama_url(tmp_path_factory: pytest.TempPathFactory):
    """Address of a real Ollama server with qwen2.5-coder:1.5b and :0.5b; for tests marked `ollama`."""
    port = _free_port()
    with serving_ollama(port, tmp_path_factory.mktemp("ollama") / "serve.log", OLLAMA_KEEP_ALIVE="10m"):
        yield f"http://127.0.0.1:{port}"
