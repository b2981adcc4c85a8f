"""The settings as three forms: numbers, what each delivery status means, the order of alerts.

How what is typed is kept, and what two people do at once: `settings_keeping.py`.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

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
from tracker.refusals import FieldRefusals, read_as
from tracker.screen import settings_keeping
from tracker.screen.form import Form
from tracker.screen.marks import BADGES, ICONS, plain, rule_icon
from tracker.screen.settings_keeping import Part, Rows, Work
from tracker.screen.visit import Visit
from tracker.words import day_words, listed

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
    work = Work(asked, _NUMBERS)
    form = settings_keeping.begun(work)
    if form is None:
        return
    rows = _numbers(work.seen)
    apart = {name for names in SECTIONS.values() for name in names}
    with st.container(key="beside_numbers"):
        for heading, names in SECTIONS.items():
            st.subheader(heading, anchor=False)
            for row in rows:
                if row.name in names or not (names or row.name in apart):
                    _number_field(form, row)
    _offer_to_save(work, form, "Save the numbers")


def _numbers(lists: Reference) -> list[Setting]:
    return [row for row in lists.lists["settings"] if isinstance(row, Setting)]


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


def _changed_numbers(lists: Reference, typed: Mapping[str, Any]) -> Rows:
    changed: dict[tuple[str, str], Row] = {}
    refused: dict[str, str] = {}
    for row in _numbers(lists):
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
    work = Work(asked, _MEANINGS)
    form = settings_keeping.begun(work)
    if form is None:
        return
    for row in work.seen.statuses.values():
        status: Status = row.status
        with st.container(gap="xxsmall"):
            mark = f":{BADGES[status]}[:material/{ICONS[status]}:]"
            st.markdown(f"{mark} {plain(row.word)}")
            form.text(status.value, row.word, row.meaning, headed=True)
    _offer_to_save(work, form, "Save the meanings")


def _changed_meanings(lists: Reference, typed: Mapping[str, Any]) -> Rows:
    changed: dict[tuple[str, str], Row] = {}
    refused: dict[str, str] = {}
    for row in lists.statuses.values():
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
    work = Work(asked, _ORDER)
    form = settings_keeping.begun(work)
    if form is None:
        return
    with st.container(key="beside_order"):
        for place, row in enumerate(work.seen.alerts_in_order, start=1):
            _place_field(form, row, place)
    _offer_to_save(work, form, "Save the order")


def _place_field(form: Form, row: AlertRule, place: int) -> None:
    with _beside(row.meaning, rule_icon(row.rule)):
        form.number(row.rule, row.words, place, step=1)


def _places(lists: Reference) -> dict[str, int]:
    return {row.rule: place for place, row in enumerate(lists.alerts_in_order, start=1)}


def _changed_order(lists: Reference, typed: Mapping[str, Any]) -> Rows:
    rules, places = lists.alerts_in_order, _places(lists)
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


def _beside(words: str, mark: str = "") -> Any:
    """A narrow column for a field, with what it does in words beside it, behind its mark."""
    field, meaning = st.columns([28, 72], gap="medium", vertical_alignment="bottom")
    meaning.markdown(f"{mark} {plain(words)}".lstrip())
    return field


def _offer_to_save(work: Work, form: Form, words: str) -> None:
    with st.container(width=SAVE_WIDTH):
        pressed = form.saved(words)
    settings_keeping.save(work, form, pressed=pressed)


def _label(row: Row) -> str:
    if isinstance(row, Setting):
        return SETTING_WORDS[row.name]
    return row.word if isinstance(row, DeliveryStatus) else row.key


_NUMBERS = Part(
    "settings", lambda lists: {row.name: row.value for row in _numbers(lists)},
    _changed_numbers, _number_words, _label,
)  # fmt: skip
_MEANINGS = Part(
    "delivery_status",
    lambda lists: {row.status.value: row.meaning for row in lists.statuses.values()},
    _changed_meanings, _status_words, _label,
)  # fmt: skip
_ORDER = Part("alert_rules", _places, _changed_order, _order_words, _label, in_order=True)
