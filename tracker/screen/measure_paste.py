"""Pasting many data points: first everything is shown as it was understood, then one save."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from tracker import store
from tracker.measures import Frequency, Measure
from tracker.pasted import Found, Row, baseline_moved, points_of, read_pasted
from tracker.point_values import point_words
from tracker.readings import MeasureReading
from tracker.refusals import FieldRefusals, Refusal
from tracker.screen import measure_points, record_form
from tracker.screen.form import DialogWidth, Form, dialog
from tracker.screen.marks import plain
from tracker.screen.measure_points import Keeping, asked_back, points_words
from tracker.screen.visit import Visit
from tracker.words import counted, day_words

# With more rows than these, those to look at come first, and all of them below.
ROWS_IN_SIGHT = 40
_ICONS = {
    Found.NEW: "add", Found.CORRECTION: "edit", Found.SAME: "done_all",
    Found.HEADING: "title", Found.ASIDE: "block",
}  # fmt: skip


def open_if_asked(asked: Visit, reading: MeasureReading) -> None:
    """Open the dialog the address asks for, unless it asks for the form of a record."""
    titles: dict[str, tuple[str, Callable[[Keeping], None], DialogWidth]] = {
        measure_points.ADD: ("Add a point", measure_points.add, "medium"),
        measure_points.PASTE: ("Paste many points", paste, "large"),
        measure_points.CORRECT: ("Correct a point", measure_points.correct, "medium"),
    }
    what = st.query_params.get(measure_points.POINTS, "")
    other = {record_form.ADD, record_form.CHANGE} & set(st.query_params.to_dict())
    if what not in titles or other:
        return
    title, draw, width = titles[what]
    work = measure_points.keeping(asked, reading.measure, what)
    dialog(title, draw, measure_points.forget, width)(work)


def paste(work: Keeping) -> None:
    """The field to paste into, the preview, and one save for all of it."""
    form = Form(f"{work.draft.save_id}_")
    st.markdown(_how(work))
    form.text("pasted", "Copy the rows in the spreadsheet and paste them here")
    st.button("Show what is understood", key=form.key("look"))
    text = form.values["pasted"]
    if not text.strip():
        return
    beside = work.beside
    if all(
        len(row.cells) == 1 for row in read_pasted(text, beside) if row.found is not Found.HEADING
    ):
        form.day("first", "Period ending, of the first value")
        form.one_of(
            "often", "How often", list(Frequency), work.measure.frequency, lambda o: o.value
        )
        beside = replace(beside, first=form.values["first"], frequency=form.values["often"])
    rows = read_pasted(text, beside)
    _preview(work.measure, rows)
    if moved := baseline_moved(rows, beside):
        st.markdown(f":material/help: {plain(moved)}")
    _save(form, work, rows)
    work.remember(seen=work.newest_sequence)


def _how(work: Keeping) -> str:
    if work.beside.counts:
        return (
            "One row for each period: **its last day, numerator, denominator**. Oct 2026 will do."
        )
    return (
        "One row for each period: **its last day and the value**; Oct 2026 will do. "
        "Values alone will do too: then say below when the first one was."
    )


def _preview(measure: Measure, rows: Sequence[Row]) -> None:
    """How many of each kind, then every row: as pasted, as read, and what becomes of it."""
    numbers = Counter(row.found for row in rows)
    doubtful = sum(bool(row.doubts or row.odd) and row.kept for row in rows)
    said = [f"{numbers[found]} {found.value}" for found in Found if numbers[found]]
    said += [f"**{doubtful} doubtful**"] if doubtful else []
    st.markdown(f"{counted(len(rows), 'row')}: {', '.join(said)}.")
    with st.container(key="paste_preview"):
        if len(rows) <= ROWS_IN_SIGHT:
            _table(measure, rows)
            return
        _table(
            measure, [row for row in rows if row.found is not Found.NEW or row.doubts or row.odd]
        )
        with st.expander(f"All {len(rows)} rows", icon=":material/table_rows:"):
            _table(measure, rows)


def _table(measure: Measure, rows: Sequence[Row]) -> None:
    columns = {
        "Line": [str(row.line) for row in rows],
        "Pasted": [_cut(plain(" | ".join(row.cells))) for row in rows],
        "Read as": [_read_as(measure, row) for row in rows],
        "What happens": [_happens(row) for row in rows],
        "Look at": [_look_at(row) for row in rows],
    }
    if rows:
        st.table(columns, border="horizontal", hide_index=True, alt="What is understood, by row")


def _cut(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def _read_as(measure: Measure, row: Row) -> str:
    if row.on is None or row.found is Found.HEADING:
        return "–"
    if row.found is Found.ASIDE and row.value is None:
        return day_words(row.on)
    return plain(f"{day_words(row.on)}: {point_words(measure, row.value, row.denominator)}")


def _happens(row: Row) -> str:
    words = f":material/{_ICONS[row.found]}: {row.found.value.capitalize()}"
    return f"{words}. {plain(row.why)}" if row.why else words


def _look_at(row: Row) -> str:
    if not row.kept:
        return "–"
    told = [*row.doubts, *([row.odd] if row.odd else [])]
    return f":material/help: {plain(' '.join(told))}" if told else "–"


def _save(form: Form, work: Keeping, rows: Sequence[Row]) -> None:
    new = sum(row.found is Found.NEW for row in rows)
    corrected = sum(row.found is Found.CORRECTION for row in rows)
    if not new + corrected:
        st.info("Nothing here is to be saved.", icon=":material/info:")
        return
    form.day("as_of", "Known since", work.asked.today)
    if corrected:
        form.line(
            "reason",
            f"Why {counted(corrected, 'value')} corrected".replace("1 value", "1 value is").replace(
                "values", "values are"
            ),
        )
    words = points_words(new, corrected)
    pressed = form.saved(f"Save {words}")
    try:
        as_of, reason = _stated(form, work, corrected)
    except Refusal as refusal:
        if pressed:
            form.say(refusal)
        return
    if _confirmed(form, work, rows, pressed):
        ids = (store.new_id() for _ in rows)
        points = points_of(rows, work.measure, as_of, ids)
        try:
            work.save(points, reason, f"Saved: **{plain(work.measure.title)}**, {words}.")
        except Refusal as refusal:
            form.say(refusal)


def _stated(form: Form, work: Keeping, corrected: int) -> tuple[date, str]:
    """Since when it is known, and the reason of corrections. Raises FieldRefusals."""
    faults = {}
    as_of = form.values["as_of"]
    if as_of is None:
        faults["as_of"] = "Known since is empty. Fill it in."
    elif as_of > work.asked.today:
        faults["as_of"] = "This cannot be dated ahead. Choose today or an earlier day."
    reason = str(form.values.get("reason", "")).strip()
    if corrected and not reason:
        faults["reason"] = "Say why. The reason stays in the history of each value."
    if faults:
        raise FieldRefusals(faults)
    return as_of, reason


def _confirmed(form: Form, work: Keeping, rows: Sequence[Row], pressed: bool) -> bool:
    """Values far outside the rest are asked back together, before anything is kept."""
    odd = [f"Line {row.line}: {row.odd}" for row in rows if row.kept and row.odd]
    if not odd:
        return pressed
    values = tuple((row.on, row.value, row.denominator) for row in rows if row.kept)
    if pressed:
        work.remember(asked_back=values)
    if work.draft.asked_back != values:
        return False
    return asked_back(odd, "They are right: save all of it", form.key("right"))
