"""The set-up that runs before anything is installed, tried on a small copy of the project."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import PROJECT

from tracker import environment
from tracker.command_line import run

COMMAND_LINE = 'import sys\ndef main():\n    print("inside", sys.prefix, *sys.argv[1:])\n'
NOWHERE = "absent @ file:///nowhere/absent-1.0-py3-none-any.whl\n"
WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Missing:
    def find_spec(name, path=None, target=None):
        return None if name == "{}" else PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [Missing if finder is PathFinder else finder for finder in sys.meta_path]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of the same shape that asks for no packages, so that no network is needed."""
    return a_project_in(tmp_path / "project")


def a_project_in(folder: Path) -> Path:
    for room in ("tracker", "tests"):
        (folder / room).mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "environment.py"):
        shutil.copy(PROJECT / "tracker" / name, folder / "tracker" / name)
    (folder / "tracker" / "command_line.py").write_text(COMMAND_LINE)
    (folder / "requirements.txt").write_text("# nothing\n")
    (folder / "tests" / "requirements.txt").write_text("# nothing\n")
    return folder


def start(project: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracker", *words]
    surroundings = {**os.environ, **variables}
    return subprocess.run(
        command, cwd=project, env=surroundings, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = a_project_in(tmp_path_factory.mktemp("started") / "project")
    assert start(project, "run").returncode == 0
    return project


@pytest.fixture
def started(started_once: Path, tmp_path: Path) -> Path:
    """A project that has been started before: a copy, because making one takes seconds."""
    return Path(shutil.copytree(started_once, tmp_path / "project", symlinks=True))


def make_pip_fail(project: Path) -> None:
    pip = next(project.glob(".venv/**/site-packages/pip"))
    (pip / "__main__.py").write_text('raise SystemExit("pip was called")')


def test_the_first_start_makes_the_environment_and_goes_on_inside(project: Path) -> None:
    done = start(project, "run", "--port", "8600")
    assert done.returncode == 0
    assert f"inside {project / '.venv'} run --port 8600" in done.stdout


def test_the_second_start_needs_no_pip(started: Path) -> None:
    make_pip_fail(started)
    assert start(started, "run").stdout.startswith("inside")


def test_tests_bring_their_own_packages(started: Path) -> None:
    assert not (started / ".venv" / "ready-to-test").exists()
    assert start(started, "test").returncode == 0
    assert (started / ".venv" / "ready-to-test").exists()


def test_changed_requirements_are_installed(started: Path) -> None:
    (started / "requirements.txt").write_text("# still nothing\n")
    assert "Installing the packages" in start(started, "run").stdout
    assert "Installing the packages" not in start(started, "run").stdout


def test_a_half_made_environment_is_made_anew(started: Path) -> None:
    (started / ".venv" / "unfinished").touch()
    make_pip_fail(started)
    done = start(started, "run")
    assert "Making the environment" in done.stdout
    assert done.returncode == 0


def test_an_environment_whose_python_is_gone_is_made_anew(started: Path) -> None:
    shutil.rmtree(started / ".venv" / ("Scripts" if os.name == "nt" else "bin"))
    assert start(started, "run").returncode == 0


def without(project: Path, module: str) -> str:
    """A folder for PYTHONPATH with which a Python behaves as if it had no such module."""
    (project / "block").mkdir()
    (project / "block" / "sitecustomize.py").write_text(WITHOUT.format(module))
    return str(project / "block")


def test_without_ensurepip_it_names_one_command_and_no_traceback(project: Path) -> None:
    done = start(project, "run", PYTHONPATH=without(project, "ensurepip"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    if shutil.which("apt"):
        assert done.stderr.count("apt install python3") == 1
    assert not (project / ".venv").exists()


@pytest.mark.parametrize("words", [("run", "--help"), ("test", "-h"), ("--help",), ()])
def test_help_needs_no_set_up(project: Path, words: tuple[str, ...]) -> None:
    """Where the packages are there it is the whole help; where none is, a short one."""
    assert start(project, *words).stdout.startswith("inside")
    done = start(project, *words, PYTHONPATH=without(project, "click"))
    assert (done.returncode, done.stdout) == (0, environment.HELP)
    assert not (project / ".venv").exists()


def test_an_environment_that_is_ready_gives_the_help_itself(started: Path) -> None:
    with (started / "tracker" / "environment.py").open("a") as program:
        program.write('NEEDED = ("only_inside",)\n')
    pip = next(started.glob(".venv/**/site-packages/pip"))
    pip.with_name("only_inside.py").touch()
    make_pip_fail(started)
    assert start(started, "test", "--help").stdout.startswith(f"inside {started / '.venv'}")


def test_the_short_help_names_every_option_of_run() -> None:
    assert [p.opts for p in run.params if p.opts[0] not in environment.HELP] == []


def test_a_failed_installation_is_a_sentence_and_a_log_and_can_be_tried_again(
    started: Path,
) -> None:
    (started / "requirements.txt").write_text(NOWHERE)
    done = start(started, "run")
    assert done.returncode == 1
    assert "data/set-up.log" in done.stderr
    assert "Traceback" not in done.stderr
    assert "nowhere" in (started / "data" / "set-up.log").read_text()
    (started / "requirements.txt").write_text("# nothing\n")
    assert start(started, "run").returncode == 0


def test_a_failed_set_up_of_the_tests_leaves_the_tracker_ready(started: Path) -> None:
    (started / "tests" / "requirements.txt").write_text(NOWHERE)
    assert start(started, "test").returncode == 1
    assert start(started, "run").stdout.startswith("inside")


def test_an_old_python_is_told_so_in_one_sentence(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as ended:
        environment.enter(["run"])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("The tracker needs Python 3.11 or newer, and this is Python 3.9")


def test_a_folder_that_cannot_be_written_is_a_sentence(monkeypatch, capsys, tmp_path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.touch()
    monkeypatch.setattr(environment, "HOME", in_the_way / ".venv")
    monkeypatch.setattr(environment, "UNFINISHED", in_the_way / ".venv" / "unfinished")
    with pytest.raises(SystemExit):
        environment.enter(["run"])
    assert "The environment could not be made" in capsys.readouterr().err


@pytest.mark.parametrize(("as_root", "command"), [(True, "apt"), (False, "sudo apt")])
def test_debian_is_told_its_own_command(monkeypatch, as_root: bool, command: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/bin/apt" if name == "apt" else None)
    monkeypatch.setattr(environment, "_is_root", lambda: as_root)
    monkeypatch.setattr(environment, "_venv_package", lambda: "python3-venv")
    assert environment._mended_by().rstrip().endswith(f"    {command} install python3-venv")


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_every_package_is_pinned_and_held_to_its_digest(file: str) -> None:
    lines = (PROJECT / file).read_text("utf-8").replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.startswith("#")]
    assert len(packages) > 50
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_what_pyproject_names_is_what_is_installed() -> None:
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    for file, group in (("requirements.txt", "run"), ("tests/requirements.txt", "tests")):
        pinned = (PROJECT / file).read_text("utf-8").casefold()
        assert [one for one in groups[group] if f"{one.casefold()} " not in pinned] == []
