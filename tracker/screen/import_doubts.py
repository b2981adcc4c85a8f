"""What is not certain in a sheet: each doubt is settled by one click, or stays open."""

import re
from collections.abc import Sequence
from datetime import date

import streamlit as st

from tracker.intake.plan_shapes import ReadDoubt
from tracker.plan import Status
from tracker.screen.form import FIRST_DAY, LAST_DAY
from tracker.screen.import_draft import Work
from tracker.screen.marks import plain, status_word
from tracker.screen.paging import cut, page_of
from tracker.words import day_words

Sort = tuple[str, str, bool]
SORTS_AT_ONCE = 8
_SAID = re.compile(r"“[^”]*”?|\([^()]*\)|\d+")


def finding(work: Work) -> str:
    """The headline: how many doubts are open, how many are settled."""
    left, all_ = how_many_open(work), len(_told(work))
    if not all_:
        return "Nothing is in doubt"
    settled = f", {all_ - left:,} settled" if all_ - left else ""
    noun = "doubt" if left == 1 else "doubts"
    return f"{left:,} {noun} open{settled}" if left else f"No doubts open{settled}"


def how_many_open(work: Work) -> int:
    """How many doubts nobody has settled here."""
    return sum(doubt not in work.draft.accepted for doubt in _told(work))


def show(work: Work) -> None:
    """The doubts by sort, the most frequent first; what stays open comes in with its action."""
    told = _told(work)
    if not told:
        st.markdown("Every date, status and row could be read without a doubt.")
        return
    st.markdown(
        ":gray[Settle what you know. The rest may stay open: each doubt then stands beside its "
        "action, under Doubts, with the words as they were written.]"
    )
    sorts: dict[Sort, list[ReadDoubt]] = {}
    for doubt in told:
        sorts.setdefault(_sort(doubt), []).append(doubt)
    in_order = sorted(sorts.items(), key=lambda sort: -len(sort[1]))
    with page_of(in_order, f"sorts_{work.draft.id}", SORTS_AT_ONCE) as shown:
        for number, (sort, doubts) in enumerate(shown):
            _one_sort(work, sort, doubts, number)


def _told(work: Work) -> Sequence[ReadDoubt]:
    """The doubts of rows, each once; those of columns and owners have a step of their own."""
    reading = work.reading
    return list(dict.fromkeys(
        doubt
        for doubt in reading.doubts
        if doubt.row not in (None, reading.header_row)
        and reading.columns.get(doubt.column) != "owner"
    ))  # fmt: skip


def _sort(doubt: ReadDoubt) -> Sort:
    """Doubts are of one sort when only the words they quote, and figures, differ."""
    return doubt.column, " ".join(_SAID.sub("…", doubt.doubt).split()), _take(doubt) is not None


def _one_sort(work: Work, sort: Sort, doubts: Sequence[ReadDoubt], number: int) -> None:
    column, words, can_take = sort
    with st.container(border=True, gap="xsmall"):
        if len(doubts) > 1:
            where = f"{plain(cut(column, 60))}: " if column else ""
            told = plain(cut(words, 160).rstrip(" .:…"))
            st.subheader(f"{where}{told} :gray[{len(doubts):,}]", anchor=False)
            _all_of(work, doubts, can_take, number)
        key = f"{work.draft.id}_{hash(sort)}"
        with page_of(doubts, key) as shown:
            for place, doubt in enumerate(shown):
                _one(work, doubt, "" if len(doubts) > 1 else column, f"{number}_{place}")


def _all_of(work: Work, doubts: Sequence[ReadDoubt], can_take: bool, number: int) -> None:
    """The whole sort in one click, and back."""
    left = [doubt for doubt in doubts if doubt not in work.draft.accepted]
    words = f"Take all {len(left):,}" if can_take else f"All {len(left):,} are right as they stand"
    with st.container(horizontal=True, gap="small"):
        if left:
            st.button(words, on_click=_settle, args=(work, left), key=f"import_all_{number}",
                      icon=":material/done_all:")  # fmt: skip
        if len(left) < len(doubts):
            st.button(
                f"Leave all {len(doubts):,} open", type="tertiary", on_click=_leave,
                args=(work, doubts), key=f"import_none_{number}",
            )  # fmt: skip


def _one(work: Work, doubt: ReadDoubt, column: str, key: str) -> None:
    """Row, column, words, doubt; one button that takes the proposal, or opens it again."""
    words, settle = st.columns([64, 36], vertical_alignment="center", gap="small")
    told = plain(cut(doubt.doubt, 240))
    text = f" :gray[“{plain(cut(doubt.text, 120))}”]" if doubt.text not in doubt.doubt else ""
    where = f", {plain(cut(column, 60))}:" if column else ""
    words.markdown(f"**Row {doubt.row}**{where} {told}{text}")
    take, typed = _take(doubt), work.draft.days.get(doubt)
    if doubt in work.draft.accepted:
        with settle.container(horizontal=True, vertical_alignment="center", gap="small"):
            settled = day_words(typed) if typed else take or "Right as it stands"
            st.markdown(f":material/task_alt: {settled}", width="content")
            st.button("Open again", type="tertiary", on_click=_leave, args=(work, [doubt]),
                      key=f"import_open_{key}")  # fmt: skip
        return
    with settle.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"Take {take}" if take else "Right as it stands", on_click=_settle,
            args=(work, [doubt]), key=f"import_take_{key}",
        )  # fmt: skip
        if _of_a_due_date(work, doubt):
            _another_day(work, doubt, key)


def _of_a_due_date(work: Work, doubt: ReadDoubt) -> bool:
    field = work.reading.columns.get(doubt.column)
    return field == "due" or (field == "title" and isinstance(doubt.proposal, date))


def _another_day(work: Work, doubt: ReadDoubt, key: str) -> None:
    """A day typed in: the due date that is meant, or a review date for what goes on."""
    own = f"import_day_{work.draft.id}_{key}"

    def choose() -> None:
        if day := st.session_state[own]:
            work.change(
                days={**work.draft.days, doubt: day}, accepted=work.draft.accepted | {doubt}
            )

    with st.popover("Another day" if doubt.proposal else "Type a day"):
        st.date_input(
            f"Due or review date for row {doubt.row}", None, min_value=FIRST_DAY,
            max_value=LAST_DAY, format="DD/MM/YYYY", key=own,
        )  # fmt: skip
        st.button("Take this day", on_click=choose, key=f"import_day_take_{key}")


def _take(doubt: ReadDoubt) -> str | None:
    """The proposal as a button says it; None where there is nothing to take but the words."""
    if isinstance(doubt.proposal, Status):
        return status_word(doubt.proposal.value)
    return day_words(doubt.proposal) if isinstance(doubt.proposal, date) else None


def _settle(work: Work, doubts: Sequence[ReadDoubt]) -> None:
    work.change(accepted=work.draft.accepted | set(doubts))


def _leave(work: Work, doubts: Sequence[ReadDoubt]) -> None:
    days = {doubt: day for doubt, day in work.draft.days.items() if doubt not in set(doubts)}
    work.change(accepted=work.draft.accepted - set(doubts), days=days)
