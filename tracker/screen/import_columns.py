"""What a sheet was understood as: which sheet, which column holds what, which word is a status."""

from collections import Counter
from collections.abc import Mapping
from typing import get_args

import streamlit as st

from tracker.intake.plan_words import PlanField
from tracker.intake.sheet import Sheet
from tracker.plan import Status
from tracker.screen.import_draft import Work
from tracker.screen.marks import plain, status_word
from tracker.screen.paging import cut, page_of
from tracker.words import counted

# A status written in more signs than this is a story, not a word of the partnership's own.
LONGEST_STATUS, MOST_STATUSES = 40, 12
NOT_A_STATUS, KEPT = "no status", "kept"
FIELDS: tuple[PlanField, ...] = get_args(PlanField)
WORDS: Mapping[str, str] = {
    "ref": "Reference", "area_ref": "Number of the area", "area": "Area for improvement",
    "title": "Action", "owner": "Owner", "due": "Due date", "status": "Delivery status",
    "update": "What has happened", "measure": "How we will know", "outcome": "Outcome",
    "milestones": "Steps of the action", "baseline": "Baseline", "target": "Target",
    "current": "Newest value", "notes": "Notes", KEPT: "Kept as words",
}  # fmt: skip


def show(work: Work) -> None:
    """Which sheet, then each column with three of its values and what it is read as."""
    _which_sheet(work)
    for doubt in work.reading.doubts:
        if not doubt.column and doubt.row in (None, work.reading.header_row):
            st.warning(plain(doubt.doubt), icon=":material/help:")
    st.header("Columns", anchor=False)
    _from_memory(work)
    st.markdown(
        ":gray[Each column with some of its values. Change what is not right; a column that fits "
        "nothing is kept as words with its action.]"
    )
    guessed = {doubt.column for doubt in work.reading.doubts if doubt.text == doubt.column}
    with page_of(list(work.reading.columns.items()), f"columns_{work.draft.id}") as shown:
        for header, field in shown:
            _column(work, header, field, header in guessed)
    _statuses(work)


def _which_sheet(work: Work) -> None:
    sheets = work.draft.handed.file.sheets
    if len(sheets) < 2:
        return
    key = f"import_sheet_{work.draft.id}"

    def choose() -> None:
        work.change(sheet=st.session_state[key], columns={}, accepted=frozenset(),
                    left_out=frozenset())  # fmt: skip

    st.selectbox(
        "Which sheet holds the plan?", range(len(sheets)), index=work.draft.sheet, key=key,
        format_func=lambda place: _sheet_words(sheets[place]), on_change=choose,
    )  # fmt: skip


def _sheet_words(sheet: Sheet) -> str:
    return f"{cut(sheet.name, 60)} ({counted(len(sheet.rows), 'row')})"


def _from_memory(work: Work) -> None:
    """Say that the mapping is the one this partnership chose before."""
    same = [header for header in work.remembered if header not in work.draft.columns]
    if same:
        known = counted(len(same), "column is", "columns are")
        st.markdown(f":material/history: {known} read as in your last import.")


def _column(work: Work, header: str, field: PlanField | None, guessed: bool) -> None:
    key = f"import_column_{work.draft.id}_{work.draft.sheet}_{header[:200]}"

    def choose() -> None:
        chosen = st.session_state[key]
        work.change(columns={**work.draft.columns, header: None if chosen == KEPT else chosen})

    name, values, meaning = st.columns([26, 46, 28], vertical_alignment="center", gap="small")
    hint = "  \n:gray[:material/help: by what its cells hold]" if guessed else ""
    name.markdown(f"**{plain(cut(header, 80))}**{hint}")
    told = work.reading.examples.get(header, ())
    shown = "  \n".join(plain(cut(text, 70)) for text in told)
    values.markdown(f":gray[{shown}]" if shown else ":gray[no values]")
    options = [*FIELDS, KEPT]
    # The value is set, not defaulted: another column's change may move this one.
    st.session_state[key] = field or KEPT
    meaning.selectbox(
        f"Read “{cut(header, 60)}” as", options, key=key, on_change=choose,
        format_func=lambda chosen: _field_words(work, chosen), label_visibility="collapsed",
    )  # fmt: skip


def _field_words(work: Work, field: str) -> str:
    if field == "title" and work.reading.reads_as == "measures":
        return "Measure"
    return WORDS[field]


def _statuses(work: Work) -> None:
    """The words, letters and colours that stand for a status, each as the partnership means it."""
    its = [(one.status_text, one.status) for one in work.reading.actions if one.status_text]
    short = Counter(pair for pair in its if len(pair[0]) <= LONGEST_STATUS and "\n" not in pair[0])
    if not short:
        return
    st.header("Words and colours of status", anchor=False)
    st.markdown(
        ":gray[What each means in this plan. Delivery only: whether it helps is told by measures.]"
    )
    for (text, status), rows in short.most_common(MOST_STATUSES):
        _status(work, text, status, rows)
    if len(short) > MOST_STATUSES:
        st.markdown(f":gray[And {len(short) - MOST_STATUSES:,} other words.]")


def _status(work: Work, text: str, status: Status | None, rows: int) -> None:
    key = f"import_status_{work.draft.id}_{text}"

    def choose() -> None:
        chosen = st.session_state[key]
        meant = None if chosen == NOT_A_STATUS else Status(chosen)
        work.change(statuses={**work.draft.statuses, text: meant})

    words, meaning = st.columns([72, 28], vertical_alignment="center", gap="small")
    words.markdown(f"**{plain(text)}** :gray[{counted(rows, 'action')}]")
    st.session_state[key] = status.value if status else NOT_A_STATUS
    meaning.selectbox(
        f"“{text}” means", [*(one.value for one in Status), NOT_A_STATUS], key=key,
        on_change=choose, label_visibility="collapsed", format_func=_status_words,
    )  # fmt: skip


def _status_words(status: str) -> str:
    return "No status: keep the words" if status == NOT_A_STATUS else status_word(status)
