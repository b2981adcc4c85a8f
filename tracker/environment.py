"""Makes the Python environment the tracker runs in, and moves the program into it.

This runs before anything is installed, on whatever Python the machine has: so only the
standard library, and no syntax that an old Python could not read far enough to be told
that it is too old.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PROJECT = Path(__file__).resolve().parents[1]
HOME = PROJECT / ".venv"
UNFINISHED = HOME / "unfinished"
LOG = PROJECT / "data" / "set-up.log"
ALWAYS_IN_THE_ENVIRONMENT = {"run", "test"}
HELP = """\
Usage: python3 -m tracker COMMAND

  run                 Serve the tracker on this computer.
    --port NUMBER       Otherwise 8501 or the next free.
    --database FILE     The database file.
    --new NAME          Begin an own, empty tracker for this partnership.
  test [WORDS]        Run every test; WORDS are handed to pytest.

The first command you give installs the packages into .venv, which takes a few minutes. After
that --help tells of all commands; README.md shows them already.
"""
NEEDED = (
    "streamlit", "duckdb", "pydantic", "pandas", "plotly", "xlsxwriter", "click", "uuid6", "limits",
    "icalendar",
)  # fmt: skip


class Refusal(Exception):
    """What stops the set-up, as a sentence that says what to do."""


def enter(words: "list[str]") -> None:
    """Go on inside a ready environment; returns only where the program already is in one."""
    try:
        _enter(words)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. Start the same command again to finish the set-up.", file=sys.stderr)
        sys.exit(130)


def _enter(words: "list[str]") -> None:
    _refuse_an_old_python()
    command, helps = words[0] if words else "", _asks_for_help(words)
    if (helps or command not in ALWAYS_IN_THE_ENVIRONMENT) and _can_import_what_is_needed():
        return
    if not helps:
        prepare(for_tests=command == "test")
    elif _is_inside() or not is_ready(for_tests=False):
        print(HELP, end="")
        sys.exit()
    if not _is_inside():
        _hand_over([str(_python()), "-m", "tracker", *words])


def _asks_for_help(words: "list[str]") -> bool:
    """Help comes at once, without set-up. What follows `--` is for pytest."""
    own = words[: words.index("--")] if "--" in words else words
    return not words or "--help" in own or "-h" in own


def prepare(for_tests: bool) -> None:
    """Make the environment and install the pinned packages, unless that is done already."""
    if is_ready(for_tests):
        return
    try:
        _make_environment()
        _install(_requirement_files(for_tests))
        _stamp(for_tests).write_text(_fingerprint(for_tests), encoding="utf-8")
        UNFINISHED.unlink()
    except OSError as trouble:
        raise Refusal(_in_words(trouble)) from trouble


def is_ready(for_tests: bool) -> bool:
    """Whether the environment holds just what the requirement files ask for today."""
    stamp = _stamp(for_tests)
    return (
        not UNFINISHED.exists()
        and _is_sound()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == _fingerprint(for_tests)
    )


def _refuse_an_old_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        have, need = (".".join(map(str, v)) for v in (sys.version_info[:2], OLDEST_PYTHON))
        raise Refusal(
            f"The tracker needs Python {need} or newer, and this is Python {have}: "
            "install a newer Python and start again with it."
        )


def _can_import_what_is_needed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def _is_inside() -> bool:
    return Path(sys.prefix).resolve() == HOME.resolve()


def _python() -> Path:
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_sound() -> bool:
    """Whether its Python is still the one it was made with (system upgrades take that away)."""
    settings = HOME / "pyvenv.cfg"
    if not (_python().exists() and settings.is_file()):
        return False
    lines = settings.read_text(encoding="utf-8").splitlines()
    made_with = [line.partition("=")[2].strip() for line in lines if line.startswith("executable")]
    return all(Path(path).exists() for path in made_with)


def _make_environment() -> None:
    """Make `.venv`, or keep the one there is if it was finished and its pip answers."""
    kept = _is_inside() or (not UNFINISHED.exists() and _is_sound() and _has_pip())
    if not kept:
        _refuse_without_venv()
        print("Making the environment in .venv", flush=True)
        _make_venv()
    UNFINISHED.touch()


def _make_venv() -> None:
    import venv  # noqa: PLC0415  Debian can leave it out, and says so only on import

    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    UNFINISHED.touch()
    try:
        venv.create(str(HOME), with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as trouble:
        raise Refusal(_mended_by()) from trouble


def _has_pip() -> bool:
    asked = [str(_python()), "-m", "pip", "--version"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _refuse_without_venv() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Refusal(_mended_by())


def _mended_by() -> str:
    """The one thing to do on a Python that cannot make environments, as Debian ships it."""
    if not shutil.which("apt"):
        return (
            "This Python cannot make environments: its modules venv and ensurepip are missing. "
            "Install a complete Python 3.11 or newer and start again with it."
        )
    as_root = "sudo " if not _is_root() or shutil.which("sudo") else ""
    return (
        "This Python cannot make environments yet. "
        "Mend it with this one command, then start again:\n\n"
        f"    {as_root}apt install {_venv_package()}\n"
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _venv_package() -> str:
    """`python3-venv` belongs to Debian's own python3; another Python has a numbered package."""
    debians_own = Path("/usr/bin/python3").resolve()
    if debians_own == Path(sys.executable).resolve():
        return "python3-venv"
    return "python{}.{}-venv".format(*sys.version_info[:2])


def _install(files: "list[Path]") -> None:
    """Install from the requirement files; what pip says goes to the log, not to the screen."""
    print("Installing the packages. The first time this takes a few minutes.", flush=True)
    asked = [str(_python()), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    for file in files:
        asked += ["--requirement", str(file)]
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(asked, stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        UNFINISHED.unlink()  # pip gave up in good order: what was ready before still is
        raise Refusal(
            "The packages could not be installed. Most often the network or a proxy is the "
            f"reason; pip's own words are in {LOG.relative_to(PROJECT).as_posix()}. "
            "Start the same command again when that is mended."
        )


def _requirement_files(for_tests: bool) -> "list[Path]":
    files = [PROJECT / "requirements.txt"]
    return [*files, PROJECT / "tests" / "requirements.txt"] if for_tests else files


def _stamp(for_tests: bool) -> Path:
    return HOME / ("ready-to-test" if for_tests else "ready-to-run")


def _fingerprint(for_tests: bool) -> str:
    contents = [file.read_bytes() for file in _requirement_files(for_tests)]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def _in_words(trouble: OSError) -> str:
    return (
        f"The environment could not be made: {trouble.strerror or trouble} "
        f"({trouble.filename or HOME}). Check the free space and the rights on this folder, "
        "then start the same command again."
    )


def _hand_over(command: "list[str]") -> None:
    """Become `command`. Windows cannot, so there it is started and waited for."""
    os.environ.pop("__PYVENV_LAUNCHER__", None)  # macOS: would pull the new Python back to the old
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606
    sys.exit(_wait_for(command))


def _wait_for(command: "list[str]") -> int:
    """Leave Ctrl-C to the program that was started, and answer what it answers."""
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue
