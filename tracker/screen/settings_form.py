"""The settings as three forms: numbers, what each delivery status means, the order of alerts.

What is saved holds for every partnership of this tracker, from today; earlier days keep what held
then. It is written to data/reference too, which the next start reads (served.change_settings).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import served, store
from tracker.clock import today as date_today
from tracker.plan import Status
from tracker.reference import (
    CHOICES,
    SETTING_WORDS,
    YES_OR_NO,
    AlertRule,
    DeliveryStatus,
    Reference,
    Row,
    Setting,
    in_order,
)
from tracker.refusals import FieldRefusals, Refusal, read_as
from tracker.screen import saved
from tracker.screen.form import Form
from tracker.screen.marks import BADGES, ICONS, plain, rule_icon
from tracker.screen.visit import Visit
from tracker.words import day_words, listed

_DRAFTS = "settings_drafts"
SAVE_WIDTH = 480
# The numbers under headings; one that stands in none of them comes under the first.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "When something is shown": (),
    "The public version": (
        "public_small", "public_smallest_base", "public_round_to", "public_zeros",
        "public_without_base",
    ),
    "Reminders by e-mail": ("reminder_rhythm", "reminder_weekday", "reminder_hour"),
    "How long things are kept": ("draft_days", "backup_days", "visit_log_days", "person_days"),
    "Signing in and papers": ("idle_minutes", "exports_per_minute"),
}  # fmt: skip
Rows = Mapping[tuple[str, str], Row]


@dataclass(frozen=True)
class Draft:
    """A form as drawn: what tells its fields apart, and the lists it has shown."""

    id: UUID
    seen: Reference


def say_from_when(asked: Visit) -> None:
    """Whom a change concerns, and from which day."""
    st.markdown(
        "These hold for every partnership in this tracker. A change holds from the day it is "
        "saved; a link to an earlier day still shows what held then."
    )
    if asked.day < date_today():
        st.markdown(
            f":material/info: The screens show {day_words(asked.day)}, so a change made here today "
            "does not show on them. Below stands what holds today."
        )


def numbers(asked: Visit) -> None:
    """The numbers the rules use, each beside what it changes."""
    st.header("Days and numbers", anchor=False)
    draft = _draft(asked, "numbers")
    form = Form(f"settings_{draft.id}_")
    rows = [row for row in draft.seen.lists["settings"] if isinstance(row, Setting)]
    apart = {name for names in SECTIONS.values() for name in names}
    with st.container(key="beside_numbers"):
        for heading, names in SECTIONS.items():
            st.subheader(heading, anchor=False)
            for row in rows:
                if row.name in names or not (names or row.name in apart):
                    _number_field(form, row)
    if _asked_to_save(form, "Save the numbers"):
        _save(asked, "numbers", form, lambda: _changed_numbers(rows, form.values), _number_words)


def _number_field(form: Form, row: Setting) -> None:
    """The field of one number: words to choose from where it stands for words."""
    label = SETTING_WORDS[row.name]
    with _beside(row.what_it_changes):
        if words := CHOICES.get(row.name):
            form.one_of(row.name, label, list(words), int(row.value), words.__getitem__)
        elif row.name in YES_OR_NO:
            form.yes_no(row.name, label, bool(row.value))
        else:
            value = int(row.value) if row.is_whole else row.value
            step = 1 if row.is_whole else 0.1
            form.number(row.name, f"{label} ({row.unit})", value, step=step)


def _changed_numbers(rows: list[Setting], typed: Mapping[str, Any]) -> Rows:
    changed: dict[tuple[str, str], Row] = {}
    refused: dict[str, str] = {}
    for row in rows:
        if typed[row.name] == row.value:
            continue
        try:
            changed["settings", row.key] = _number(row, typed[row.name])
        except FieldRefusals as refusal:
            refused[row.name] = str(refusal)
    if refused:
        raise FieldRefusals(refused)
    return changed


def _number(row: Setting, value: float | None) -> Setting:
    """The setting with another value; the sentence of a refusal names the setting."""
    if value is None:
        raise FieldRefusals({"value": f"“{SETTING_WORDS[row.name]}” is empty. Fill it in."})
    try:
        return read_as(Setting, row.model_dump() | {"value": value})
    except FieldRefusals as refusal:
        words = str(refusal).replace("Value", f"“{SETTING_WORDS[row.name]}”", 1)
        raise FieldRefusals({"value": words}) from refusal


def _number_words(before: Reference, rows: Rows) -> str:
    told = []
    for (name, key), row in rows.items():
        was = before.row(name, key)
        if isinstance(row, Setting) and isinstance(was, Setting):
            told.append(f"**{SETTING_WORDS[row.name]}** is {row.words}, it was {was.words}")
    return "; ".join(told)


def statuses(asked: Visit) -> None:
    """What each delivery status means, so that all owners report alike."""
    st.header("What each delivery status means", anchor=False)
    draft = _draft(asked, "statuses")
    form = Form(f"settings_{draft.id}_")
    rows = list(draft.seen.statuses.values())
    for row in rows:
        status: Status = row.status
        form.text(
            status.value,
            f":{BADGES[status]}[:material/{ICONS[status]}:] {row.word}",
            row.meaning,
        )
    if _asked_to_save(form, "Save the meanings"):
        _save(asked, "statuses", form, lambda: _changed_meanings(rows, form.values), _status_words)


def _changed_meanings(rows: list[DeliveryStatus], typed: Mapping[str, Any]) -> Rows:
    changed: dict[tuple[str, str], Row] = {}
    refused: dict[str, str] = {}
    for row in rows:
        meaning = str(typed[row.status.value]).strip()
        if not meaning:
            refused[row.status.value] = f"Say what “{row.word}” means, so that all report alike."
            continue
        try:
            new = read_as(DeliveryStatus, row.model_dump(by_alias=True) | {"meaning": meaning})
        except FieldRefusals as refusal:
            refused[row.status.value] = str(refusal)
            continue
        if new != row:
            changed["delivery_status", row.key] = new
    if refused:
        raise FieldRefusals(refused)
    return changed


def _status_words(_before: Reference, rows: Rows) -> str:
    words = [f"**{row.word}**" for row in rows.values() if isinstance(row, DeliveryStatus)]
    return f"what {listed(words)} {'means' if len(words) == 1 else 'mean'}"


def order_of_alerts(asked: Visit) -> None:
    """Which alert comes first, and so what the first page names as needing attention."""
    st.header("Order of alerts", anchor=False)
    st.markdown(
        "Number 1 comes first on Alerts and on Progress. Give an alert another number, and the "
        "others move up or down."
    )
    draft = _draft(asked, "order")
    form = Form(f"settings_{draft.id}_")
    rules = draft.seen.alerts_in_order
    with st.container(key="beside_order"):
        for place, row in enumerate(rules, start=1):
            _place_field(form, row, place)
    if _asked_to_save(form, "Save the order"):
        _save(asked, "order", form, lambda: _changed_order(rules, form.values), _order_words)


def _place_field(form: Form, row: AlertRule, place: int) -> None:
    with _beside(row.meaning):
        form.number(row.rule, f"{rule_icon(row.rule)} {row.words}", place, step=1)


def _changed_order(rules: tuple[AlertRule, ...], typed: Mapping[str, Any]) -> Rows:
    places = {row.rule: place for place, row in enumerate(rules, start=1)}
    wanted: dict[str, int] = {
        rule: typed[rule] or 0 for rule, place in places.items() if typed[rule] != place
    }
    if not wanted:
        return {}
    ranks = {row.rule: row for row in rules}
    return {
        ("alert_rules", row.key): row for row in in_order(rules, wanted) if row != ranks[row.rule]
    }


def _order_words(before: Reference, rows: Rows) -> str:
    after = before.replacing(rows).alerts_in_order
    first = listed(f"**{plain(row.words)}**" for row in after[:3])
    return f"the order of alerts; first come {first}"


def _beside(words: str) -> Any:
    """A narrow column for a field, with what it does in words beside it."""
    field, meaning = st.columns([28, 72], gap="medium", vertical_alignment="bottom")
    meaning.markdown(plain(words))
    return field


def _asked_to_save(form: Form, words: str) -> bool:
    with st.container(width=SAVE_WIDTH):
        return form.saved(words)


def _draft(asked: Visit, part: str) -> Draft:
    """The form of one part as this session first drew it: what holds now, not on the day shown."""
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return drafts.setdefault(part, Draft(store.new_id(), store.reference(asked.database)))


def _save(
    asked: Visit,
    part: str,
    form: Form,
    read: Callable[[], Rows],
    words: Callable[[Reference, Rows], str],
) -> None:
    drafts: dict[str, Draft] = st.session_state[_DRAFTS]
    seen, today = drafts[part].seen, date_today()
    try:
        rows = read()
        if not rows:
            raise Refusal("Nothing differs from what holds already, so nothing was saved.")
        served.change_settings(asked.database, rows, seen, by=asked.by, today=today)
    except served.SettingsChanged as conflict:
        drafts[part] = replace(drafts[part], seen=conflict.now)
        form.say(conflict)
    except Refusal as refusal:
        form.say(refusal)
    else:
        drafts.pop(part)
        saved.announce(
            f"Saved: {words(seen, rows)}. It holds from {day_words(today)}; "
            "earlier days keep what held then."
        )
        st.rerun()
