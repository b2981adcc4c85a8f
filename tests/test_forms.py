"""Every field of every form: bad input gets a sentence, and nothing typed is lost."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tracker import store
from tracker.naming import NAMES_OF_KINDS
from tracker.records import Record
from tracker.screen.record_fields import FORMS

DOOR = str(Path(__file__).parents[1] / "tracker" / "door.py")
HOSTILE = '<script>alert("1")</script> =HYPERLINK("http://x") **bold** [a](b) 😀'
TYPED = {"line", "text"}
LONGEST = {"line": 200, "text": 4_000}
LONG = "x" * 10_000


@pytest.fixture
def plan_file(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "plan.duckdb"
    shutil.copy(examples, path)
    monkeypatch.setenv("TRACKER_DATABASE", str(path))
    yield path
    from tracker.screen.visit import database

    database(path).close()
    database.clear()


def opened(**address: str) -> AppTest:
    screen = AppTest.from_file(DOOR, default_timeout=60)
    screen.query_params.update({"partnership": "illustrative"} | address)
    screen.run()
    assert not screen.exception
    return screen


def widget(screen: AppTest, how: str, name: str) -> Any:
    kinds = {"line": "text_input", "text": "text_area", "day": "date_input"}
    kind = kinds.get(how, "number_input")
    return next(w for w in getattr(screen, kind) if w.key and w.key.endswith(f"_{name}"))


def saved(screen: AppTest) -> AppTest:
    next(button for button in screen.button if button.label == "Save").click().run()
    assert not screen.exception
    return screen


def sentences(screen: AppTest) -> str:
    return " ".join(error.value for error in screen.error)


def fields(*hows: str) -> list[Any]:
    return [
        pytest.param(kind, part, id=f"{kind.kind}-{part.name}")
        for kind, parts in FORMS.items()
        for part in parts
        if part.how in hows
    ]


def label(kind: type[Record], name: str) -> str:
    return kind.model_fields[name].title or name.replace("_", " ").capitalize()


@pytest.mark.parametrize(("kind", "part"), fields("line", "text"))
def test_a_text_that_is_too_long_is_refused_below_its_field_and_stays(plan_file, kind, part):
    screen = opened(add=kind.kind, within="1")
    widget(screen, part.how, part.name).set_value(LONG)
    saved(screen)
    told = f"{label(kind, part.name)} can have {LONGEST[part.how]:,} characters; this has 10,000."
    assert told in sentences(screen)
    assert widget(screen, part.how, part.name).value == LONG


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        p
        for p in fields("line", "text", "day")
        if p.values[0].model_fields[p.values[1].name].is_required()
    ],
)
def test_an_empty_field_that_is_needed_says_so(plan_file, kind, part):
    screen = opened(add=kind.kind)
    widget(screen, part.how, part.name).set_value(None if part.how == "day" else "  ")
    saved(screen)
    assert f"{label(kind, part.name)} is empty. Fill it in." in sentences(screen)


@pytest.mark.parametrize(("kind", "part"), fields("whole"))
@pytest.mark.parametrize("number", [0, -3, 5_000])
def test_a_number_out_of_range_is_refused_and_stays(plan_file, kind, part, number):
    screen = opened(add=kind.kind, within="1")
    widget(screen, part.how, part.name).set_value(number)
    saved(screen)
    assert label(kind, part.name) in sentences(screen)
    assert widget(screen, part.how, part.name).value == number


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, id=kind.kind) for kind in FORMS if "title" in kind.model_fields]
)
def test_hostile_text_is_kept_as_typed_and_shown_as_text(plan_file, kind):
    screen = opened(add=kind.kind, within="1")
    widget(screen, "line", "title").set_value(HOSTILE)
    for name in ("starts_on", "on"):
        if name in {part.name for part in FORMS[kind]} and kind.model_fields[name].is_required():
            widget(screen, "day", name).set_value(date(2026, 11, 1))
    for radio in screen.radio:
        if radio.key and radio.key.endswith(("_measure_kind", "_better")):
            radio.set_value(radio.options[0])
    before = _titles(plan_file, kind)
    saved(screen)
    assert not sentences(screen)
    assert _titles(plan_file, kind) - before == {HOSTILE}


def _titles(path: Path, kind: type[Record]) -> set[str]:
    from tracker.screen.visit import database

    plan = store.plan_as_at(database(path), "illustrative", date.max)
    return {record.title for record in plan.current(kind)}


ORDER = {
    "an action due before it starts": (
        "action", {"title": "A", "starts_on": date(2026, 5, 1), "due_on": date(2026, 4, 1)},
        "The due date is before the start.",
    ),
    "a plan that ends before it starts": (
        "plan", {"title": "P", "starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)},
        "The plan ends before it starts.",
    ),
    "a post that ends before it began": (
        "post", {"title": "P", "starts_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)},
        "The post ends before it began.",
    ),
    "a baseline without its period": (
        "measure", {"title": "M", "baseline": 4.0}, "Say which period the baseline is for",
    ),
    "a target's day without its value": (
        "measure", {"title": "M", "short_by": date(2027, 1, 1)},
        "The short-term target has a date and no value",
    ),
    "a target due before the period of its baseline": (
        "measure",
        {
            "title": "M", "baseline": 4.0, "baseline_period": "April to June 2025",
            "short_target": 6.0, "short_by": date(2024, 12, 31),
        },
        "The short target is due before the period of the baseline.",
    ),
    "a later target due before an earlier one": (
        "measure",
        {
            "title": "M", "short_target": 5.0, "short_by": date(2028, 1, 1),
            "medium_target": 6.0, "medium_by": date(2027, 1, 1),
        },
        "The medium target is due before the short one",
    ),
    "a judgement dated ahead": (
        "judgement", {"as_of": date(2099, 1, 1)}, "cannot be dated ahead",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ORDER)
def test_facts_in_the_wrong_order_are_refused_and_stay(plan_file, what):
    kind, values, told = ORDER[what]
    screen = opened(add=kind, within="1")
    hows = {
        part.name: part.how for form, parts in FORMS.items() if form.kind == kind for part in parts
    }
    for name, value in values.items():
        widget(screen, hows[name], name).set_value(value)
    for radio in screen.radio:
        if radio.key and radio.key.endswith(("_measure_kind", "_better")):
            radio.set_value(radio.options[0])
    for box in screen.selectbox:
        if box.key and box.key.endswith("_words"):
            box.set_value(box.options[0])
    saved(screen)
    assert told in sentences(screen)
    assert all(widget(screen, hows[name], name).value == value for name, value in values.items())


def test_a_group_cannot_report_to_itself(plan_file):
    from tracker.screen.visit import database

    with_groups = store.plan_as_at(database(plan_file), "illustrative", date.max)
    group = next(iter(with_groups.group.values()))
    screen = opened(change=f"group:{group.id}")
    box = next(m for m in screen.multiselect if m.key and m.key.endswith("_reports_to"))
    box.set_value([group.id])
    saved(screen)
    assert "A group cannot report to itself." in sentences(screen)


def test_a_doubt_is_settled_only_with_a_reason(plan_file):
    from tracker.screen.visit import database

    plan = store.plan_as_at(database(plan_file), "illustrative", date.max)
    screen = opened(change=f"doubt:{plan.open_doubts[0].id}")
    widget(screen, "text", "decision").set_value("The later day holds.")
    saved(screen)
    assert "Say why the doubt is settled in this way." in sentences(screen)
    widget(screen, "text", "grounds").set_value("The contract says so.")
    saved(screen)
    assert "Saved" in " ".join(success.value for success in screen.success)


def test_a_due_date_moves_only_with_a_reason_and_shows_as_extended(plan_file):
    from tracker.screen.visit import database

    plan = store.plan_as_at(database(plan_file), "illustrative", date.max)
    action = next(action for action in plan.actions if action.ref == "3.3")
    screen = opened(change=f"action:{action.id}")
    widget(screen, "day", "due_on").set_value(date(2027, 1, 31))
    saved(screen)
    assert "Say why the due date moves." in sentences(screen)
    widget(screen, "line", "reason").set_value("The trainer starts in January.")
    saved(screen)
    history = store.versions_of(database(plan_file), "illustrative", type(action), action.id)
    assert history[-1].record.due_on == date(2027, 1, 31)
    assert history[-1].reason == "The trainer starts in January."


def test_an_action_withdrawn_leaves_the_lists_and_can_be_put_back(plan_file):
    from tracker.screen.visit import database

    def refs() -> set[str]:
        plan = store.plan_as_at(database(plan_file), "illustrative", date.max)
        return {action.ref for action in plan.actions}

    plan = store.plan_as_at(database(plan_file), "illustrative", date.max)
    action = next(action for action in plan.actions if action.ref == "3.3")
    screen = opened(change=f"action:{action.id}")
    withdraw = next(button for button in screen.button if button.label == "Withdraw")
    withdraw.click().run()
    assert "Say why it is withdrawn." in sentences(screen)
    widget(screen, "line", "why").set_value("Merged with 3.2.")
    next(button for button in screen.button if button.label == "Withdraw").click().run()
    assert "3.3" not in refs()
    again = opened(change=f"action:{action.id}")
    next(button for button in again.button if button.label == "Put it back").click().run()
    assert "3.3" in refs()


def test_the_last_save_can_be_undone_from_its_message(plan_file):
    from tracker.screen.visit import database

    before = _titles(plan_file, next(kind for kind in FORMS if kind.kind == "area"))
    screen = opened(add="area")
    widget(screen, "line", "title").set_value("An area by mistake")
    saved(screen)
    area = next(kind for kind in FORMS if kind.kind == "area")
    assert "An area by mistake" in _titles(plan_file, area)
    next(button for button in screen.button if button.label == "Undo").click().run()
    assert _titles(plan_file, area) == before
    assert store.faults(database(plan_file)) == []


def test_two_people_on_one_record_choose_field_by_field(plan_file):
    from tracker.screen.visit import database

    opened_file = database(plan_file)
    plan = store.plan_as_at(opened_file, "illustrative", date.max)
    action = next(action for action in plan.actions if action.ref == "3.3")
    mine = opened(change=f"action:{action.id}")
    theirs = action.model_copy(update={"title": "Their title", "resources": "Their money"})
    store.change(
        opened_file, "illustrative", [theirs], by="Somebody else", today=date(2026, 11, 20),
        save_id=store.new_id(), seen=2**62,
    )  # fmt: skip
    widget(mine, "line", "title").set_value("My title")
    saved(mine)
    assert any("Somebody else saved this on" in warning.value for warning in mine.warning)
    told = " ".join(part.value for part in mine.markdown).replace("\\", "")
    for reading in ("It was", "Theirs", "Mine"):
        assert f":gray[{reading}]" in told
    assert "taken over:]\n\n- Resources agreed: " in told and "→ Their money" in told
    picks = {radio.label: radio for radio in mine.radio if radio.key.endswith("_pick")}
    assert set(picks) == {"Short title"}
    picks["Short title"].set_value("mine")
    next(b for b in mine.button if b.label == "Save what is chosen").click().run()
    kept = store.versions_of(opened_file, "illustrative", type(action), action.id)[-1].record
    assert (kept.title, kept.resources) == ("My title", "Their money")


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        ("", "", "Name is empty. Fill it in."),
        (LONG, "", "Name can have 200 characters; this has 10,000."),
        ("Morag Example", "morag at example", "An e-mail address looks like name@example.org."),
    ],
)
def test_a_person_typed_wrongly_is_refused_beside_the_field_and_stays(plan_file, name, email, told):
    screen = opened()
    screen.switch_page("../pages/set_up.py").run()
    next(button for button in screen.button if button.label == "Add a person").click().run()
    widget(screen, "line", "name").set_value(name)
    widget(screen, "line", "email").set_value(email)
    saved(screen)
    assert told in sentences(screen)
    assert widget(screen, "line", "name").value == name


def test_no_field_is_called_by_its_name_in_the_program(plan_file):
    screen = opened(add="area")
    labels = [field.label for field in (*screen.text_input, *screen.text_area, *screen.selectbox)]
    assert "Lead group" in labels
    assert not [label for label in labels if label.endswith(" id")]


def test_every_kind_of_record_has_a_name_people_know():
    assert set(FORMS) <= set(NAMES_OF_KINDS)


def test_what_looks_like_a_childs_details_is_asked_back_and_kept_only_when_said_not_to_be(
    plan_file,
):
    from tracker.plan import Area

    words = "Review of 0101121237"
    screen = opened(add="area")
    widget(screen, "line", "ref").set_value("77")
    widget(screen, "line", "title").set_value(words)
    before = _titles(plan_file, Area)
    saved(screen)
    assert "looks like a CHI number. Take it out, or say that it is not." in sentences(screen)
    assert widget(screen, "line", "title").value == words
    assert _titles(plan_file, Area) == before
    (asked,) = [box for box in screen.checkbox if box.label.startswith("These are not a child")]
    asked.check().run()
    saved(screen)
    assert _titles(plan_file, Area) - before == {words}
