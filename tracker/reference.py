"""Reference lists and settings: data a partnership may edit (data/reference/*.csv).

They are kept as versions too, so that an old snapshot keeps its definitions (settled.md, Records).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from tracker.measures import Frequency
from tracker.plan import Status
from tracker.records import Line, Name, Record, Text
from tracker.refusals import FieldRefusals
from tracker.words import number_words

AlertRuleName = Literal[
    "overdue", "getting_worse", "done_no_effect", "no_owner", "owner_left", "silent",
    "extended_often", "done_without_evidence", "measure_late", "area_without_action",
    "no_due_date", "no_outcome", "no_measure", "no_baseline", "no_target", "due_soon", "not_smart",
    "test_stalled", "test_without_prediction", "evaluation_due", "too_many_priorities",
    "long_standing", "came_back",
]  # fmt: skip

SmartWordsKind = Literal[
    "doing verb", "making verb", "general verb", "change verb", "product noun", "body noun",
    "vague word", "empty noun", "small word", "noun too", "general noun", "activity words",
    "counting words", "rate words", "result words", "post word", "group word", "organisation",
    "nobody words", "no-date words", "period words", "resource words",
]  # fmt: skip

# The first lists hold for every day there is; an edit holds from the day it is first read.
ALWAYS = date(1900, 1, 1)
# What people call the settings; `what_it_changes` tells the rest.
SETTING_WORDS: Mapping[str, str] = {
    "due_soon_days": "Due soon",
    "silent_days": "No update",
    "extended_often_times": "Due date moved often",
    "measure_late_times": "Data late after",
    "measure_late_days": "Data never late before",
    "attention_items": "Things needing attention",
    "long_standing_days": "Long standing",
    "no_effect_months": "Done, no effect after",
    "test_stalled_days": "Test stalled",
    "most_live_aims": "Live aims at most",
    "public_small": "Public: counts hidden up to",
    "public_smallest_base": "Public: smallest base of a percentage",
    "public_round_to": "Public: counts rounded to",
    "public_zeros": "Public: zeros shown",
    "public_without_base": "Public: percentages without a base shown",
    "visit_log_days": "Log of visits kept for",
    "person_days": "Names of people erased after",
    "exports_per_minute": "Papers in a minute at most",
    "draft_days": "Unsaved words kept for",
    "backup_days": "Backup copies kept for",
    "idle_minutes": "Signed out after",
    "reminder_weekday": "Reminders are sent on a",
    "reminder_rhythm": "Reminders come",
    "reminder_hour": "Reminders are sent at",
}
# What the rules went by before these were settings: a day recorded then has no line for them.
_BEFORE: Mapping[str, float] = {
    "no_effect_months": 6, "test_stalled_days": 30, "most_live_aims": 5, "public_small": 4,
    "public_smallest_base": 10, "public_round_to": 0, "public_zeros": 1, "public_without_base": 0,
    "visit_log_days": 90, "person_days": 365, "exports_per_minute": 12,
    "draft_days": 30, "backup_days": 30,
    "reminder_weekday": 1, "reminder_rhythm": 1, "reminder_hour": 8,
    "idle_minutes": 60,
}  # fmt: skip
IN_PARTS = {"measure_late_times"}
YES_OR_NO = {"public_zeros", "public_without_base"}  # 1 is yes, 0 is no
# Numbers that stand for a word: the form offers the words.
CHOICES: Mapping[str, Mapping[int, str]] = {
    "reminder_weekday": {
        1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday", 6: "Saturday",
        7: "Sunday",
    },
    "reminder_rhythm": {
        0: "never", 1: "every week", 2: "every two weeks", 3: "once a month",
    },
    "reminder_hour": {hour: f"{hour:02}:00" for hour in range(24)},
}  # fmt: skip
AT_LEAST_ONE = {
    "extended_often_times",
    "measure_late_times",
    "attention_items",
    "public_small",
    "visit_log_days",
    "exports_per_minute",
    "draft_days",
    "backup_days",
}


class Row(BaseModel):
    """One line of a reference list. `key` names it within its list."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @property
    def key(self) -> str:
        """The first column."""
        return str(getattr(self, next(iter(type(self).model_fields))))


R = TypeVar("R", bound=Row)


class DeliveryStatus(Row):
    """A delivery status with the definition shown beside its colour."""

    status: Status = Field(alias="key")
    word: Name
    meaning: Text
    rank: int = Field(ge=1, le=9)


class Setting(Row):
    """A number the rules use, and in words what it changes."""

    name: Literal[
        "due_soon_days", "silent_days", "extended_often_times", "measure_late_times",
        "measure_late_days", "attention_items", "long_standing_days", "no_effect_months",
        "test_stalled_days", "most_live_aims", "public_small", "public_smallest_base",
        "public_round_to", "public_zeros", "public_without_base",
        "visit_log_days", "person_days", "exports_per_minute", "draft_days",
        "backup_days", "reminder_weekday", "reminder_rhythm", "reminder_hour",
        "idle_minutes",
    ]  # fmt: skip
    value: float = Field(ge=0, le=3650, allow_inf_nan=False)
    unit: Line
    what_it_changes: Text

    @field_validator("value")
    @classmethod
    def _can_be_used(cls, value: float, stated: ValidationInfo) -> float:
        name = stated.data.get("name", "")
        if name not in IN_PARTS and value != int(value):
            raise ValueError(f"“{SETTING_WORDS[name]}” must be a whole number.")
        if name in AT_LEAST_ONE and value < 1:
            raise ValueError(f"“{SETTING_WORDS[name]}” must be 1 or more.")
        if name in CHOICES and value not in CHOICES[name]:
            raise ValueError(f"“{SETTING_WORDS[name]}” must be one of {_choices_words(name)}.")
        if name in YES_OR_NO and value > 1:
            raise ValueError(f"“{SETTING_WORDS[name]}” must be 1 for yes or 0 for no.")
        return value

    @property
    def is_whole(self) -> bool:
        """Is it counted in whole numbers?"""
        return self.name not in IN_PARTS

    @property
    def words(self) -> str:
        """The value with its unit: 28 days; yes or no."""
        if self.name in CHOICES:
            return CHOICES[self.name][int(self.value)]
        if self.name in YES_OR_NO:
            return "yes" if self.value else "no"
        return number_words(self.value, self.unit)


def _choices_words(name: str) -> str:
    """The numbers a setting can have, each with its word: 1 (Monday), 2 (Tuesday)."""
    return ", ".join(f"{number} ({word})" for number, word in CHOICES[name].items())


class AlertRule(Row):
    """An alert with its words and its place in the order of alerts, worst first."""

    rule: AlertRuleName
    rank: int = Field(ge=1, le=99)
    words: Name
    meaning: Text


class FrequencyDays(Row):
    """How many days lie between two points of a measure."""

    frequency: Frequency
    days: int = Field(ge=1, le=3660)


class Wellbeing(Row):
    """A wellbeing indicator (GIRFEC)."""

    name: Name


class QualityIndicator(Row):
    """A quality indicator of a framework; `checked` says how far its name is confirmed."""

    framework: Name
    id: Name
    name: Name
    question: Text = ""
    checked: Text = ""

    @property
    def key(self) -> str:
        """Framework and number."""
        return f"{self.framework} {self.id}"


class Grade(Row):
    """A grade of the six-point scale."""

    value: int = Field(ge=1, le=6)
    name: Name
    meaning: Text


class JudgementWords(Row):
    """Words found in published progress reviews, in our order; not an inspectors' scale."""

    rank: int = Field(ge=1, le=99)
    words: Name


class ConfidenceStep(Row):
    """How far evidence carries: a step from 1 to 4."""

    key_: Name = Field(alias="key")
    word: Name
    meaning: Text
    step: int = Field(ge=1, le=4)


class SmartWordsLine(Row):
    """Words the SMART check looks for, divided by semicolons; of verbs, odd forms in brackets."""

    name: Name
    kind: SmartWordsKind
    words: Text = Field(min_length=1)


LISTS: Mapping[str, type[Row]] = {
    "delivery_status": DeliveryStatus,
    "settings": Setting,
    "alert_rules": AlertRule,
    "frequencies": FrequencyDays,
    "wellbeing": Wellbeing,
    "quality_indicators": QualityIndicator,
    "six_point_scale": Grade,
    "judgement_words": JudgementWords,
    "confidence": ConfidenceStep,
    "smart_words": SmartWordsLine,
}


def in_order(rules: Sequence[AlertRule], wanted: Mapping[str, int]) -> tuple[AlertRule, ...]:
    """The rules with the `wanted` ones at their places, from 1; the others keep their order.

    Raises FieldRefusals, by rule, for a place that is not there or that two of them want.
    """
    refused = {
        rule: f"Choose a place from 1 to {len(rules)}."
        for rule, place in wanted.items()
        if not 1 <= place <= len(rules)
    }
    places = list(wanted.values())
    refused |= {
        rule: f"Two alerts cannot both be number {place}. Change one of them."
        for rule, place in wanted.items()
        if rule not in refused and places.count(place) > 1
    }
    if refused:
        raise FieldRefusals(refused)
    at = {place: rule for rule, place in wanted.items()}
    by_name = {row.rule: row for row in rules}
    others = iter(row for row in rules if row.rule not in wanted)
    return tuple(
        row.model_copy(update={"rank": place})
        for place in range(1, len(rules) + 1)
        for row in [by_name[at[place]] if place in at else next(others)]  # type: ignore[index]
    )


class ReferenceLine(Record):
    """One line of a list as the store keeps it: its place in the list, and the line as JSON."""

    kind: ClassVar[str] = "reference_line"

    list_name: Name
    key: Name
    place: int = Field(ge=1)
    columns: Text


@lru_cache(maxsize=4096)
def _row(list_name: str, columns: str) -> Row:
    """One line read by its model; every reading of the plan has the same few lines."""
    return LISTS[list_name].model_validate_json(columns)


@dataclass(frozen=True)
class Reference:
    """Every reference list, by name, each line in the list's order."""

    lists: Mapping[str, tuple[Row, ...]]

    @classmethod
    def of(cls, lines: Iterable[ReferenceLine]) -> "Reference":
        """The lists from the lines the store kept."""
        lists: dict[str, list[Row]] = {name: [] for name in LISTS}
        for line in sorted(lines, key=lambda line: line.place):
            lists[line.list_name].append(_row(line.list_name, line.columns))
        return cls({name: tuple(rows) for name, rows in lists.items()})

    def row(self, name: str, key: str) -> Row | None:
        """One line of a list by its key."""
        return next((row for row in self.lists[name] if row.key == key), None)

    def replacing(self, rows: Mapping[tuple[str, str], Row]) -> "Reference":
        """The lists with these lines, named by list and key, in the place of theirs."""
        return Reference(
            {
                name: tuple(rows.get((name, row.key), row) for row in its)
                for name, its in self.lists.items()
            }
        )

    @cached_property
    def settings(self) -> Mapping[str, float]:
        """Each setting's value by its name."""
        return {**_BEFORE, **{row.name: row.value for row in self._rows(Setting, "settings")}}

    @cached_property
    def statuses(self) -> Mapping[Status, DeliveryStatus]:
        """Word and meaning of each delivery status, in the list's order."""
        rows = self._rows(DeliveryStatus, "delivery_status")
        return {row.status: row for row in sorted(rows, key=lambda row: row.rank)}

    @cached_property
    def alerts_in_order(self) -> tuple[AlertRule, ...]:
        """The alert rules by their rank, worst first."""
        rows = self._rows(AlertRule, "alert_rules")
        return tuple(sorted(rows, key=lambda row: row.rank))

    @cached_property
    def alert_rules(self) -> Mapping[str, AlertRule]:
        """Rank, words and meaning of each alert rule."""
        return {row.rule: row for row in self._rows(AlertRule, "alert_rules")}

    @cached_property
    def days_between(self) -> Mapping[Frequency, int]:
        """Days between two points, by frequency."""
        return {row.frequency: row.days for row in self._rows(FrequencyDays, "frequencies")}

    def _rows(self, row: type[R], name: str) -> list[R]:
        return [line for line in self.lists[name] if isinstance(line, row)]
