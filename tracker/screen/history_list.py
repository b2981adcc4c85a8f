"""The history of a plan as a list: by day, newest first, each change with what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from uuid import UUID

import streamlit as st

from tracker import history, store
from tracker.clock import today as date_today
from tracker.differences import Difference
from tracker.history import Change, Entry
from tracker.naming import Names, name_of, names_of, value_words
from tracker.plan import StatusUpdate
from tracker.records import Record
from tracker.refusals import Refusal
from tracker.screen import places, record_form
from tracker.screen.form import FIRST_DAY, LAST_DAY
from tracker.screen.marks import plain
from tracker.screen.record_fields import FORMS
from tracker.screen.visit import Visit
from tracker.words import long_day_words

FROM, TO, WHO, RECORD, MORE = "from", "to", "who", "record", "entries"
ANYBODY = "Anybody"
AT_ONCE = 20
BY_NAME = 100
LONG, ONE_LINE, SHORT, ON_A_LINE = 300, 50, 25, 3
_ICONS = {
    "added": "add_circle", "changed": "edit", "withdrawn": "archive", "restored": "unarchive",
    "undone": "undo",
}  # fmt: skip


@dataclass(frozen=True)
class Window:
    """What part of the history is asked for: days, a name or '', one record or none."""

    first: date
    last: date
    who: str = ""
    record: UUID | None = None

    @property
    def address(self) -> dict[str, str]:
        """The part of the address that asks for it."""
        stated = {FROM: self.first.isoformat(), TO: self.last.isoformat(), WHO: self.who}
        stated[RECORD] = str(self.record or "")
        return {name: value for name, value in stated.items() if value}


def window(asked: Visit) -> Window:
    """The part the address asks for; else from the last meeting to the day shown.

    The newest day there is stands for today: what is said about an example is recorded today.
    """
    address = st.query_params
    record = _record(address.get(RECORD, ""))
    began = asked.readings.plan.plan.starts_on if asked.readings.plan.plan else asked.day
    since = began if record or _is_example(asked) else asked.progress.compared_with
    last = asked.day if asked.day < asked.today else max(asked.today, date_today())
    last = _day(address.get(TO), last)
    return Window(_day(address.get(FROM), min(since, last)), last, address.get(WHO, ""), record)


def _is_example(asked: Visit) -> bool:
    """A published example was recorded in one go, long after its meetings."""
    return bool(asked.partnership.shown_as_at) and not asked.partnership.illustrative


def _day(text: str | None, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            f"“{plain(text[:20])}” "
            f"in the address is not a day. Write it like {otherwise.isoformat()}."
        ) from None


def _record(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Refusal("The address names a record that is not in this plan.") from None


def entries(asked: Visit, window: Window) -> tuple[Entry, ...]:
    """What was recorded in the window, by anybody, newest first; raises Refusal."""
    history.refuse_wrong_order(window.first, window.last)
    return _entries(
        asked.database, asked.partnership.slug, window.first, window.last, window.record,
        store.latest_sequence(asked.database),
    )  # fmt: skip


@lru_cache(maxsize=16)
def _entries(
    database: store.Database, slug: str, first: date, last: date, record: UUID | None,
    sequence: int,  # noqa: ARG001  a newer save is a newer history
) -> tuple[Entry, ...]:  # fmt: skip
    return history.entries(store.happenings(database, slug, first, last, record), first, last)


def by_whom(found: Sequence[Entry], window: Window) -> tuple[Entry, ...]:
    """Only what the chosen person recorded; everything where nobody is chosen."""
    return tuple(entry for entry in found if window.who in ("", entry.recorded_by))


def finding(asked: Visit, window: Window, shown: Sequence[Entry]) -> str:
    """The headline: how many changes, by whom; to one record where one is asked for."""
    to = _names(asked).get(window.record, "one record") if window.record else ""
    return plain(history.finding(shown, to))


def choose(asked: Visit, window: Window, found: Sequence[Entry]) -> None:
    """The two days and the person, each kept in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _choose_day("From", FROM, window.first)
        _choose_day("To", TO, window.last)
        people = sorted({entry.recorded_by for entry in found} | {window.who} - {""})
        names = [ANYBODY, *people]
        key = f"history_who_{window.who}_{window.first}_{window.last}"

        def chosen() -> None:
            name = st.session_state[key]
            _put(WHO, "" if name == ANYBODY else name)

        st.selectbox(
            "By whom", names, index=names.index(window.who or ANYBODY), key=key,
            on_change=chosen, width=340,
        )  # fmt: skip
        if window.record:
            st.page_link(
                places.pages()["history"], label="All of the plan", icon=":material/close:",
                query_params=asked.address,
            )  # fmt: skip


def _choose_day(label: str, name: str, day: date) -> None:
    key = f"history_{name}_{day}"

    def chosen() -> None:
        if picked := st.session_state[key]:
            _put(name, picked.isoformat())

    st.date_input(
        label, day, min_value=min(FIRST_DAY, day), max_value=max(LAST_DAY, day),
        format="DD/MM/YYYY", key=key, on_change=chosen, width=180,
    )  # fmt: skip


def _put(name: str, value: str) -> None:
    st.query_params.pop(MORE, None)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def say_where_to_look(asked: Visit, window: Window) -> None:
    """An empty history says what would make it fuller."""
    st.markdown(
        ":gray[Every save is kept here: who, when, and what it was before. Choose an earlier "
        "first day to see more.]"
    )
    began = asked.readings.plan.plan
    if window.who or (began and began.starts_on < window.first):
        whole = {FROM: (began.starts_on if began else window.first).isoformat()}
        st.page_link(
            places.pages()["history"], label="Everything since the plan began",
            icon=":material/history:", query_params=asked.address | whole,
        )  # fmt: skip


def show(asked: Visit, shown: Sequence[Entry]) -> None:
    """The entries under their days, newest first."""
    names, most = _names(asked), _most()
    for day, its in groupby(shown[:most], key=lambda entry: entry.day):
        st.header(long_day_words(day), anchor=False)
        with st.container(key=f"history_{day}", gap="xsmall"):
            for entry in its:
                _entry(asked, entry, names)
    left = len(shown) - most
    if left > 0 and st.button(f"Show {min(left, AT_ONCE)} more", icon=":material/expand_more:"):
        st.query_params[MORE] = str(most + AT_ONCE)
        st.rerun()


def _most() -> int:
    asked_for = st.query_params.get(MORE, "")
    return int(asked_for) if asked_for.isdecimal() and len(asked_for) < 6 else AT_ONCE


def _names(asked: Visit) -> Names:
    """Everything by name as it is called today, also on a screen of an earlier day."""
    return names_of(replace(asked, day=asked.today).readings.plan)


def _entry(asked: Visit, entry: Entry, names: Names) -> None:
    who, what = st.columns([22, 78], gap="medium")
    who.markdown(f"**{plain(entry.recorded_by)}**  \n:gray[{entry.clock_words}]")
    with what, st.container(gap="xsmall"):
        if entry.in_numbers:
            _in_numbers(entry, names)
            return
        for change in entry.changes:
            _change(asked, entry, change, names)


def _in_numbers(entry: Entry, names: Names) -> None:
    """Many changes, counted; each by name on demand, where they are not a whole plan."""
    st.markdown(f":material/library_add: {plain(history.in_numbers(entry))}")
    if 0 < len(entry.changes) <= BY_NAME:
        with st.expander(f"All {len(entry.changes)}", icon=":material/list:"):
            st.markdown("\n".join(f"- {_in_a_line(change, names)}" for change in entry.changes))


def _in_a_line(change: Change, names: Names) -> str:
    fields = "; ".join(history.field_line(change, field, names) for field in change.told)
    told = f" :gray[{_short(fields)}]" if change.what == "changed" else ""
    return f"{history.verb_words(change)} **{plain(name_of(change.record, names))}**{told}"


def _change(asked: Visit, entry: Entry, change: Change, names: Names) -> None:
    """What happened to one record, the way to its form, and its fields."""
    name, verb = plain(name_of(change.record, names)), history.verb_words(change)
    with st.container(gap=None):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(f":material/{_ICONS[change.what]}: {verb}", width="content")
            if record := _with_a_form(asked, change.record):
                place = f"{entry.sequence}_{change.record.id}_{change.version.number}"
                record_form.change_button(record, f"**{name}**", place=place)
            else:
                st.markdown(f"**{name}**", width="content")
            if dated := history.dated_words(change).removeprefix(", "):
                st.markdown(f":gray[{dated}]", width="content")
        if told := _told(change, names):
            st.markdown(told)


def _with_a_form(asked: Visit, record: Record) -> Record | None:
    """The record whose form shows more: itself; the action a report is on; or None."""
    if isinstance(record, StatusUpdate):
        return asked.readings.plan.action.get(record.action_id)
    return record if type(record) in FORMS else None


def _told(change: Change, names: Names) -> str:
    """The fields, short ones on one line: what it was, an arrow, what it is; then the reason."""
    lines: list[str] = []
    room = 0
    for field in change.told:
        line, long = _field(change, field, names)
        if long or room <= 0 or not lines:
            lines.append(line)
        else:
            lines[-1] += f" · {line}"
        room = 0 if long else room - 1 if room > 0 else ON_A_LINE - 1
    if reason := change.version.reason:
        lines.append(f":gray[Reason:] {plain(reason)}")
    return "  \n".join(lines)


def _field(change: Change, field: Difference, names: Names) -> tuple[str, bool]:
    """One field in words, and whether it needs a line of its own."""
    label = field.label if field.label.endswith("?") else f"{field.label}:"
    before, after = (_short(value_words(value, names)) for value in (field.before, field.after))
    if change.what == "added":
        return f":gray[{label}] {after}", len(after) > SHORT
    if len(before) + len(after) > 2 * ONE_LINE:
        return f":gray[{label} it was] {before} :gray[It is now] **{after}**", True
    return f":gray[{label}] {before} → **{after}**", True


def _short(text: str) -> str:
    return plain(text if len(text) <= LONG else text[:LONG].rsplit(" ", 1)[0] + " …")
