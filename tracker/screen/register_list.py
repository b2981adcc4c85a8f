"""The register as a list: a table on a desk, cards on a phone, and the same rows on paper."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker import store
from tracker.effect import Effect
from tracker.plan import NOT_REPORTED, Action, Status
from tracker.plan_as_at import PlanAsAt
from tracker.register import Entry, ordered, register
from tracker.screen import owner_change, places, record_form, register_filters, smart_marks
from tracker.screen.action_view import ACTION
from tracker.screen.marks import EFFECT_ICONS, ICONS, plain, status_word, symbol
from tracker.screen.register_filters import NAMES, Chosen
from tracker.screen.visit import Visit
from tracker.search import Found, Index, passages
from tracker.words import counted, day_words, listed

KEPT_INDEXES = 8
# A canvas cannot draw the icons of the badges: the same shapes as signs of a text font.
SIGNS: Mapping[str, str] = {
    Status.COMPLETE: "✓", Status.ON_TRACK: "→", Status.AT_RISK: "▲", Status.OFF_TRACK: "✕",
    Status.NOT_STARTED: "○", NOT_REPORTED: "…",
}  # fmt: skip
FILLS: Mapping[str, Mapping[str, str]] = {
    "light": {
        Status.COMPLETE: "#17468C", Status.ON_TRACK: "#1F8368", Status.AT_RISK: "#F2B233",
        Status.OFF_TRACK: "#9E1B1B", Status.NOT_STARTED: "#E4E1EA", NOT_REPORTED: "#EFEDF2",
    },
    "dark": {
        Status.COMPLETE: "#4C8BE0", Status.ON_TRACK: "#7AD9B8", Status.AT_RISK: "#FFD166",
        Status.OFF_TRACK: "#E0564E", Status.NOT_STARTED: "#3A3746", NOT_REPORTED: "#2B2934",
    },
}  # fmt: skip
EFFECT_SIGNS: Mapping[Effect, str] = {
    Effect.IMPROVEMENT: "▲▲", Effect.WORSENING: "▼▼", Effect.NO_SIGNAL: "◇", Effect.NOT_ENOUGH: "…",
}  # fmt: skip
_EFFECT_LOOKS: Mapping[Effect | None, str] = {
    Effect.IMPROVEMENT: "tr-better-words", Effect.WORSENING: "tr-worse-words",
}  # fmt: skip
ROW_HEIGHT, MOST_ROWS_IN_SIGHT = 40, 17


@lru_cache(maxsize=KEPT_INDEXES)
def _index(asked: Visit, sequence: int) -> Index:
    slug, plan = asked.partnership.slug, asked.readings.plan
    if asked.public:
        # Only what is shown can be found: a search for a hidden word must not find where it stands.
        return Index(passages(plan, _words_of_reports(plan)))
    return Index(passages(plan, store.update_words(asked.database, slug, asked.day, sequence)))


def _words_of_reports(plan: PlanAsAt) -> Mapping[UUID, tuple[str, ...]]:
    said = {action: version.record for action, version in plan.updates.items()}
    return {action: (f"{one.done} {one.data_show}",) for action, one in said.items()}


def find(asked: Visit, words: str) -> Found | None:
    """What the search found among all the words of the plan; None where nothing is searched."""
    return _index(asked, asked.readings.plan.sequence).search(words) if words else None


def shown(asked: Visit, chosen: Chosen, found: Found | None) -> tuple[Entry, ...]:
    """The entries to show, in their order."""
    left = register(asked.readings, chosen.filters, found.ids if found else None)
    if chosen.lacks:
        check = asked.readings.smart
        left = tuple(entry for entry in left if chosen.lacks in check.of(entry.action).lacks)
    return ordered(left, chosen.order)


def say_what_was_found(asked: Visit, found: Found | None) -> None:
    """Words that stood in for others, and what else than actions holds the words."""
    if found is None:
        return
    for word, others in found.instead.items():
        told = listed((f"“{plain(other)}”" for other in others[:5]), "or")
        st.markdown(f":gray[“{plain(word)}” is not in this plan: shown is what says {told}.]")
    _other_records(asked, found)


def _other_records(asked: Visit, found: Found) -> None:
    plan = asked.readings.plan
    its = [(area, f"Area {area.ref} {area.title}") for area in plan.areas if area.id in found.ids]
    its += [
        (plan.area[m.area_id], f"Measure {m.ref} {m.title}")
        for m in plan.measures
        if m.id in found.ids
    ]
    its += [
        (plan.area[o.area_id], f"Outcome: {o.words}")
        for o in plan.outcome.values()
        if o.id in found.ids
    ]
    if its:
        with st.expander(f"Also found: {_kinds(its)}", icon=":material/flag:"):
            for area, words in its:
                place = asked.address | {"area": area.ref}
                st.page_link(places.pages()["area"], label=plain(words), query_params=place)


def _kinds(its: Sequence[tuple[object, str]]) -> str:
    kinds = [words.split()[0].strip(":").lower() for _, words in its]
    return listed(counted(kinds.count(kind), kind) for kind in dict.fromkeys(kinds))


def show(asked: Visit, its: Sequence[Entry], found: Found | None, tools: DeltaGenerator) -> None:
    """The list; opening one puts it into the address, ticking some lets their owner be changed.

    What can be done with the list stands in `tools`, in sight above it.
    """
    if not its:
        _nothing(asked)
        return
    with st.container(key="register_table"):
        chosen = _table(asked, its, found)
    st.html(cards(asked, its))
    with tools:
        owner_change.offer(asked, [its[row].action for row in chosen if row < len(its)], its)
        if asked.readings.plan.areas:
            record_form.add_button(Action)


def _nothing(asked: Visit) -> None:
    """How to begin, or how to see more."""
    if asked.readings.actions:
        st.info("No action fits all of this. Take a choice away, or begin again with all of them.")
        st.button("Show all actions", icon=":material/list_alt:", on_click=register_filters.clear)
    elif asked.readings.plan.areas:
        st.info("No action yet. Add the first: what will be done, who owns it, and by when.")
        record_form.add_button(Action)
    else:
        st.info("No action yet. An action belongs to an area for improvement: begin with that.")
        st.page_link(
            places.pages()["set_up"], label="Set up this plan", query_params=asked.address,
            icon=":material/arrow_forward:",
        )  # fmt: skip


def _table(asked: Visit, its: Sequence[Entry], found: Found | None) -> list[int]:
    """The table of a desk; returns the rows that are ticked."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    # The ticks belong to these rows: other rows are another table.
    rows = hash((asked.readings.plan.sequence, tuple(entry.action.id for entry in its)))
    key = f"register_rows_{rows}"
    look: dict[str, Any] = {
        "key": key,
        "hide_index": True,
        "row_height": ROW_HEIGHT,
        "height": ROW_HEIGHT * (min(len(its), MOST_ROWS_IN_SIGHT) + 1) + 3,
        "column_config": _column_config(its, theme, key),
        "placeholder": "",
        "alt": "The register of actions. The same rows stand in a list when printed.",
    }
    table = pa.table(_columns(asked, its, found))
    if its[0].withdrawn or asked.reads_only:
        st.dataframe(table, **look)
        return []
    state = st.dataframe(table, on_select="rerun", selection_mode="multi-row", **look)
    return list(state.selection.rows)


def _columns(asked: Visit, its: Sequence[Entry], found: Found | None) -> dict[str, pa.Array]:
    gone = bool(its[0].withdrawn)
    columns: dict[str, pa.Array] = {
        "Ref": pa.array([entry.action.ref for entry in its]),
        "Action": pa.array([entry.action.title for entry in its]),
    }
    if gone:
        columns["Withdrawn"] = pa.array([e.withdrawn.as_of for e in its if e.withdrawn])
        columns["Why"] = pa.array([_why_gone(entry) for entry in its])
    else:
        columns["Status"] = pa.array([[_status_words(entry)] for entry in its])
        columns["Due"] = pa.array([entry.action.due_on for entry in its], pa.date32())
        columns["Overdue"] = pa.array([_days_overdue(entry) for entry in its], pa.int32())
        columns["Effect"] = pa.array([_effect_words(entry) for entry in its])
    columns["Owner"] = pa.array([entry.owner or "No owner yet" for entry in its])
    if found:
        columns["Found in"] = pa.array([", ".join(found.where(e.action.id)) for e in its])
    elif not gone:
        columns["Last update"] = pa.array([entry.last_update_on for entry in its], pa.date32())
    if not gone:
        check = asked.readings.smart
        columns["SMART"] = pa.array([smart_marks.short(check.of(entry.action)) for entry in its])
    return columns


def _column_config(its: Sequence[Entry], theme: str, key: str) -> dict[str, object]:
    column = st.column_config
    day = "D MMM YYYY"
    return {
        "Ref": column.TextColumn(width=50, pinned=True),
        "Action": column.ButtonColumn(
            "Action", type="tertiary", alignment="left", width=340, key=f"{key}_open",
            on_click=_open, args=(f"{key}_open", tuple(entry.action.ref for entry in its)),
        ),
        "Status": column.MultiselectColumn(
            width=130,
            options=[f"{sign} {status_word(name)}" for name, sign in SIGNS.items()],
            color=[FILLS[theme][name] for name in SIGNS],
        ),
        "Due": column.DateColumn(format=day, width=110),
        "Overdue": column.NumberColumn(format="%d days", width=90, alignment="left"),
        "Effect": column.TextColumn(width=150),
        "Owner": column.TextColumn(width=240),
        "Last update": column.DateColumn(format=day, width=110),
        "SMART": column.TextColumn(width=95, help=smart_marks.SHORT_MEANS),
        "Withdrawn": column.DateColumn(format=day, width=110),
    }  # fmt: skip


def _open(key: str, refs: Sequence[str]) -> None:
    st.query_params[ACTION] = refs[st.session_state[key].row]


def _status_words(entry: Entry) -> str:
    return f"{SIGNS[entry.status]} {status_word(entry.status)}"


def _days_overdue(entry: Entry) -> int | None:
    return entry.reading.days_overdue if entry.reading and entry.overdue else None


def _effect_words(entry: Entry) -> str:
    effect = entry.reading.effect if entry.reading else None
    return f"{EFFECT_SIGNS[effect]} {effect.value.capitalize()}" if effect else "No measure"


def _why_gone(entry: Entry) -> str:
    gone = entry.withdrawn
    if gone is None or not gone.recorded_by:
        return ""
    return f"{gone.recorded_by}: {gone.reason}"


def cards(asked: Visit, its: Sequence[Entry]) -> str:
    """The same rows as a list, for a phone and for paper. Every text is escaped."""
    narrowed = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    items = "".join(_card(asked, entry, asked.address | narrowed) for entry in its)
    return f'<ul class="tr-register" aria-label="Actions">{items}</ul>'


def _card(asked: Visit, entry: Entry, address: Mapping[str, str]) -> str:
    action = entry.action
    link = urlencode({**address, ACTION: action.ref})
    title = f"{escape(action.ref)} {escape(action.title)}"
    return (
        f'<li><a href="?{escape(link)}" target="_self">{title}</a>'
        f"{_badges(entry)}<span>{escape(_facts(asked, entry))}</span></li>"
    )


def _badges(entry: Entry) -> str:
    if entry.reading is None:
        return ""
    late = counted(entry.reading.days_overdue, "day")
    overdue = f"<b>{symbol('event_busy')} {late} overdue</b>" if entry.overdue else ""
    effect = entry.reading.effect
    words = effect.value.capitalize() if effect else "No measure"
    look = _EFFECT_LOOKS.get(effect, "tr-soft")
    return (
        f'<p><span class="tr-badge tr-{entry.status}">{symbol(ICONS[entry.status])} '
        f"{status_word(entry.status)}</span>{overdue}"
        f'<span class="{look}">{symbol(EFFECT_ICONS[effect])} {words}</span></p>'
    )


def _facts(asked: Visit, entry: Entry) -> str:
    due = entry.action.due_on
    parts = [f"Due {day_words(due)}" if due else "No due date", entry.owner or "No owner yet"]
    if entry.withdrawn:
        parts.append(f"withdrawn {day_words(entry.withdrawn.as_of)}, {_why_gone(entry)}")
    else:
        on = entry.last_update_on
        parts.append(f"last update {day_words(on)}" if on else "no update yet")
        parts.append(f"SMART: {smart_marks.fails(asked.readings.smart.of(entry.action))}")
    return " · ".join(parts)
