"""Pasting many data points: first everything is shown as it was understood, then one save."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import streamlit as st

from tracker import store
from tracker.measures import Frequency, Measure
from tracker.pasted import baseline_moved, points_of, read_pasted
from tracker.pasted_rows import Beside, Found, Row
from tracker.refusals import FieldRefusals, Refusal
from tracker.screen.form import Form
from tracker.screen.marks import plain
from tracker.screen.measure_keeping import Keeping, asked_back
from tracker.told_points import told_numbers
from tracker.words import counted, day_words, number_words

# With more rows than these, those to look at come first, and all of them below.
ROWS_IN_SIGHT = 40
# A table in a browser stays quick up to so many rows.
MOST_SHOWN = 300
MOST_ODD = 10
_ICONS = {
    Found.NEW: "add", Found.CORRECTION: "edit", Found.SAME: "done_all",
    Found.HEADING: "title", Found.ASIDE: "block",
}  # fmt: skip


def paste(work: Keeping) -> None:
    """The field to paste into, the preview, and one save for all of it."""
    work.unsaved.say()
    form = Form(f"{work.draft.save_id}_", work.unsaved)
    st.markdown(_how(work))
    form.text("pasted", "Copy the rows in the spreadsheet and paste them here")
    st.button("Show what is understood", key=form.key("look"))
    text = form.values["pasted"]
    if not text.strip():
        form.note()
        return
    beside = work.beside
    if all(len(row.cells) == 1 for row in read(text, beside) if row.found is not Found.HEADING):
        form.day("first", "Period ending, of the first value")
        form.one_of(
            "often", "How often", list(Frequency), work.measure.frequency, lambda o: o.value
        )
        beside = replace(beside, first=form.values["first"], frequency=form.values["often"])
    beside = _answered(form, beside, read(text, beside))
    rows = read(text, beside)
    _preview(work.measure, rows)
    if moved := baseline_moved(rows, beside):
        st.markdown(f":material/help: {plain(moved)}")
    _save(form, work, rows)
    work.has_seen(work.asked.sequence)


@lru_cache(maxsize=4)
def read(text: str, beside: Beside) -> tuple[Row, ...]:
    """The rows of a paste; kept, because each field that is left draws the dialog anew."""
    return read_pasted(text, beside)


def _answered(form: Form, beside: Beside, rows: Sequence[Row]) -> Beside:
    """What only a person can say of a paste is asked: shares among percentages, repeated days."""
    if shares := [row for row in rows if row.share]:
        told = next(cell for cell in reversed(shares[0].cells) if cell)
        st.markdown(
            f":material/help: {counted(len(shares), 'value')} between 0 and 1, and the others run "
            "up to 100."
        )
        words = {
            True: f"Shares of 1: “{plain(told)}” means {plain(_as_per_cent(shares[0]))} %",
            False: "Percentages like the others: keep them as they are",
        }
        chosen = form.choice("shares", "What are they?", list(words), None, words.__getitem__)
        beside = replace(beside, shares=chosen)
    if any(row.repeated for row in rows):
        how = "numerators and denominators are added up" if beside.counts else "the mean is plotted"
        label = f"Keep all the values of a day that comes twice: {how}"
        form.yes_no("keep_all", label, value=False)
        beside = replace(beside, keep_all=bool(form.values["keep_all"]))
    return beside


def _as_per_cent(row: Row) -> str:
    return number_words(round((row.value or 0) * 100, 10))


def _how(work: Keeping) -> str:
    measure, counts = work.measure, work.beside.counts
    if measure.is_gap:
        own, other = plain(measure.group_words), plain(measure.compared_with)
        each = " (each as numerator, denominator)" if counts else ""
        return f"One row for each period: **its last day, {own}, {other}**{each}. Oct 2026 will do."
    if counts:
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
        first = [row for row in rows if row.found is not Found.NEW or row.doubts or row.odd]
        _table(measure, first[:MOST_SHOWN])
        if len(first) > MOST_SHOWN:
            st.markdown(f":gray[And {len(first) - MOST_SHOWN:,} more to look at.]")
        with st.expander(f"All {len(rows):,} rows", icon=":material/table_rows:"):
            _table(measure, rows[:MOST_SHOWN])
            if len(rows) > MOST_SHOWN:
                st.markdown(f":gray[And {len(rows) - MOST_SHOWN:,} more, read the same way.]")


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
    return plain(f"{day_words(row.on)}: {told_numbers(measure, row.numbers)}")


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
        form.note()
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
    words = _points_words(new, corrected)
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
        form.note()
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
    if form.values.get("shares", False) is None:
        faults["shares"] = "Choose one of the two, so that nothing is guessed."
    if faults:
        raise FieldRefusals(faults)
    return as_of, reason


def _confirmed(form: Form, work: Keeping, rows: Sequence[Row], pressed: bool) -> bool:
    """Values far outside the rest are asked back together, before anything is kept."""
    odd = [f"Line {row.line}: {row.odd}" for row in rows if row.kept and row.odd]
    if not odd:
        return pressed
    if len(odd) > MOST_ODD:
        odd = [*odd[:MOST_ODD], f"And {len(odd) - MOST_ODD} more, marked above."]
    values = tuple((row.on, row.numbers) for row in rows if row.kept)
    if pressed:
        work.remember(asked_back=values)
    if work.answer.asked_back != values:
        return False
    return asked_back(odd, "They are right: save all of it", form.key("right"))


def _points_words(new: int, corrected: int) -> str:
    """How many points a save keeps: 29 new points and 1 correction."""
    parts = [counted(new, "new point")] if new else []
    parts += [counted(corrected, "correction")] if corrected else []
    return " and ".join(parts)
