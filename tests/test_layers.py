"""The law of imports: what may lean on what, which library lives where, how long a file may be."""

import ast
import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PAGE_LINES = 60
MODULE_LINES = 400

# Where every module belongs. A folder or a family (`charts*`) is named by its first word.
ROOMS = {
    "models": {
        "words", "refusals", "records", "plan", "measures", "people", "evidence", "reference",
        "plan_as_at", "naming", "tests_of_change", "plan_imports", "smart_notes", "meetings",
        "access", "word_templates",
    },
    "rules": {
        "series", "run_chart", "runs_table", "xmr", "effect", "delivery", "gaps", "readings",
        "alerts", "attention", "progress", "register", "analysis", "false_alarms", "days",
        "differences", "merging", "history", "search", "typed", "pasted", "pasted_cells",
        "outlying", "point_values", "cycles", "disclosure", "child_details", "child_details_words",
        "driver_diagrams", "judged_points", "comparison", "meeting_steps", "chart_table", "alert",
        "alerts_of_tests", "no_effect", "smart", "smart_words", "smart_specific", "smart_measured",
        "smart_bounds", "smart_owners", "smart_verdicts", "smart_verbs", "smart_listing",
        "chart_words", "rule_sets", "told_points", "pasted_rows", "pasted_settled",
        "public_version", "question_log", "retention", "claims", "public_paper", "alert_places",
        "digest", "reminder_days",
    },
    "store": {"store"},
    "charts": {"charts"},
    "papers": {"papers"},
    "intake": {"intake"},
    "opening": {
        "clock", "served", "bringing_in", "copies", "kept_templates", "tidying", "shared_view",
        "posting", "reminders",
    },
    "screen": {"screen"},
    "pages": {"pages"},
    "server": {"server", "server_guard", "server_messages", "server_sign_in", "rounds"},
    "commands": {
        "command_line", "handing_over", "importing_commands", "keeping_commands",
        "reminding_commands", "role_commands", "serving", "environment", "__main__",
    },
    "door": {"door"},
    "app": {"app"},
}  # fmt: skip
FAMILIES = {"charts", "disclosure", "screen"}

# Inside out: a room leans on those in the lines before its own, never on a neighbour.
ORDER = [
    {"models"},
    {"rules"},
    {"store", "charts", "papers", "intake"},
    {"opening"},
    {"screen"},
    {"pages", "server", "commands"},
    {"door"},
    {"app"},
]

LIBRARIES = {
    "duckdb": {"store"},
    "psycopg": {"store"},
    "plotly": {"charts"},
    "xlsxwriter": {"papers"},
    "openpyxl": {"intake"},
    "docx": {"intake", "papers"},
    "jinja2": {"papers"},
    "icalendar": {"papers"},
    "smtplib": {"posting"},
    "typst": {"papers"},
    "streamlit": {"app", "door", "screen", "pages", "server", "serving"},
    "starlette": {"server", "server_guard"},
    "limits": {"screen"},
    "click": {
        "command_line",
        "importing_commands",
        "keeping_commands",
        "reminding_commands",
        "role_commands",
        "serving",
    },
}
BEFORE_THE_ENVIRONMENT = [PROJECT / "tracker" / "environment.py", PROJECT / "tracker/__main__.py"]


def modules() -> list[Path]:
    ours = [PROJECT / "app.py", *PROJECT.glob("pages/**/*.py"), *PROJECT.glob("tracker/**/*.py")]
    return [path for path in ours if path != PROJECT / "tracker" / "__init__.py"]


def name_of(path: Path) -> str:
    """The word by which a file is placed: its folder's or its own, right under tracker/."""
    inside = path.relative_to(PROJECT).parts
    first = inside[1] if inside[0] == "tracker" else inside[0]
    return first.removesuffix(".py")


def room_of(name: str) -> str:
    family = name.split("_")[0]
    word = family if family in FAMILIES else name
    found = [room for room, members in ROOMS.items() if word in members]
    assert found, (
        f"`{name}` has no room yet: place it in ROOMS in tests/test_layers.py, "
        "where it leans only on what stands further in."
    )
    return found[0]


def rank_of(room: str) -> int:
    return next(rank for rank, rooms in enumerate(ORDER) if room in rooms)


def imported(tree: ast.Module) -> Iterator[str]:
    """The full name of everything a file imports, at its top or anywhere inside."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write `from tracker…`, not `from .`"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def shown(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


every_module = pytest.mark.parametrize("path", modules(), ids=shown)


@every_module
def test_imports_go_one_way(path: Path) -> None:
    own = room_of(name_of(path))
    for name in imported(parsed(path)):
        if not name.startswith("tracker."):
            continue
        other = room_of(name.split(".")[1])
        assert other == own or rank_of(other) < rank_of(own), (
            f"{shown(path)} ({own}) leans on {name} ({other}), which stands beside or outside it"
        )


@every_module
def test_a_library_is_used_where_it_lives(path: Path) -> None:
    here = {name_of(path), room_of(name_of(path))}
    for name in imported(parsed(path)):
        library = name.split(".")[0]
        assert here & LIBRARIES.get(library, here), (
            f"{shown(path)} imports {library}, which lives in {sorted(LIBRARIES[library])} only"
        )


@every_module
def test_a_file_stays_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    limit = PAGE_LINES - 1 if name_of(path) == "pages" else MODULE_LINES
    assert lines <= limit, f"{shown(path)} has {lines} lines, more than {limit}: split it by noun"


@every_module
def test_no_page_writes_unchecked_html(path: Path) -> None:
    keywords = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.keyword))
    assert "unsafe_allow_html" not in {keyword.arg for keyword in keywords}


def test_no_module_hides_one_of_python_or_of_a_library() -> None:
    """tracker/ comes first on sys.path when Streamlit runs the door."""
    taken = set(sys.stdlib_module_names) | set(importlib.metadata.packages_distributions())
    ours = {entry.stem for entry in PROJECT.glob("tracker/*") if entry.name.isidentifier()}
    ours |= {entry.stem for entry in PROJECT.glob("tracker/*.py")} - {"__init__", "__main__"}
    assert not ours & (taken - {"tracker", "__pycache__"})


def test_every_module_named_here_is_in_one_room() -> None:
    names = [name for members in ROOMS.values() for name in members]
    assert len(names) == len(set(names))
    assert set(ROOMS) == set().union(*ORDER)


@pytest.mark.parametrize("path", BEFORE_THE_ENVIRONMENT, ids=shown)
def test_what_runs_before_the_environment_needs_only_python(path: Path) -> None:
    at_the_top = ast.Module(
        [node for node in parsed(path).body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    for name in imported(at_the_top):
        allowed = name == "tracker.environment" or name.split(".")[0] in sys.stdlib_module_names
        assert allowed, f"{shown(path)} imports {name} before it is installed"


def test_an_unknown_module_is_asked_to_be_placed() -> None:
    with pytest.raises(AssertionError, match="place it in ROOMS"):
        room_of("a_module_nobody_placed")
