"""Every status and effect with its word, its icon and its colour's name, never a colour alone."""

from collections.abc import Mapping
from html import escape

from tracker.effect import Effect
from tracker.plan import NOT_REPORTED, Status

ICONS: Mapping[str, str] = {
    Status.COMPLETE: "check_circle",
    Status.ON_TRACK: "arrow_circle_right",
    Status.AT_RISK: "warning",
    Status.OFF_TRACK: "dangerous",
    Status.NOT_STARTED: "radio_button_unchecked",
    NOT_REPORTED: "hourglass_empty",
}
BADGES: Mapping[str, str] = {
    Status.COMPLETE: "blue",
    Status.ON_TRACK: "green",
    Status.AT_RISK: "orange",
    Status.OFF_TRACK: "red",
    Status.NOT_STARTED: "gray",
    NOT_REPORTED: "gray",
}
EFFECT_ICONS: Mapping[Effect | None, str] = {
    Effect.IMPROVEMENT: "stat_2",
    Effect.WORSENING: "stat_minus_2",
    Effect.NO_SIGNAL: "stat_0",
    Effect.NOT_ENOUGH: "more_horiz",
    None: "link_off",
}
RULE_ICONS: Mapping[str, str] = {
    "overdue": "event_busy",
    "due_soon": "event_upcoming",
    "getting_worse": "stat_minus_2",
    "done_no_effect": "stat_0",
    "no_owner": "person_off",
    "owner_left": "person_off",
    "silent": "hourglass_empty",
    "extended_often": "event_repeat",
    "done_without_evidence": "unknown_document",
    "measure_late": "history",
    "came_back": "undo",
    "evaluation_due": "science",
    "test_stalled": "science",
    "test_without_prediction": "science",
    "long_standing": "hourglass_bottom",
    "too_many_priorities": "format_list_numbered",
    "not_smart": "rule",
}
GAP_ICON = "link_off"


def status_key(status: Status | None) -> str:
    """The key of a status in counts and marks; before the first report it is not reported."""
    return status.value if status else NOT_REPORTED


def status_word(status: str) -> str:
    """A status as a label: On track."""
    return status.replace("_", " ").capitalize()


def effect_words(effect: Effect | None) -> str:
    """An effect in Streamlit's markdown: weight, not delivery's colours (look.md, Effect)."""
    icon = f":material/{EFFECT_ICONS[effect]}:"
    if effect is None:
        return f":gray[{icon} No measure]"
    words = f"{icon} {effect.value.capitalize()}"
    if effect is Effect.IMPROVEMENT:
        return f":violet[**{words}**]"
    return f"**{words}**" if effect is Effect.WORSENING else f":gray[{words}]"


def rule_icon(rule: str) -> str:
    """The icon of an alert's rule, as markdown."""
    return f":material/{RULE_ICONS.get(rule, GAP_ICON)}:"


def plain(text: str) -> str:
    """Text people typed, safe inside Streamlit's markdown: shown as it was typed."""
    signs = set("\\`*_{}[]()#+-.!|~$:<>&^=")
    return "".join(f"\\{sign}" if sign in signs else sign for sign in " ".join(text.split()))


def symbol(icon: str, size: str = "1.2em") -> str:
    """An icon inside an HTML fragment, silent for screen readers."""
    return (
        f'<span aria-hidden="true" class="tr-icon" style="font-size:{size}">{escape(icon)}</span>'
    )
