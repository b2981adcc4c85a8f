"""The points of measures made fit to be read by everybody (product.md, rule 3).

    made = public_measures({m.id: Measured(m, plan.points[m.id], published) for m in …}, settings)
    public = replace(plan, points={key: one.points for key, one in made.items()})
    readings(public)          # medians, limits, signals, words, axes: all from what is shown

That is the whole secret: whatever is drawn, said or exported is worked out again from
`PublicPoints.points`, which holds None where a figure is hidden, so that nothing can tell more
than the shown figures do. A median, a limit, a signal or an effect of *all* points may stand in a
public view only where `complete` is true. Say “hidden: small numbers” (HIDDEN_WORDS) at the days
of `hidden`; `why` and `warnings` are for those who publish, never for the public: they tell which
figures are small. Counts of actions, updates and gaps are not about people and pass untouched.

A point is shown whole or hidden whole: value, denominator, percentage and both groups.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from tracker.disclosure_relations import relations_in
from tracker.disclosure_settings import SETTINGS, PublicSettings
from tracker.disclosure_sums import Figures, Key, Sum, hide_with
from tracker.measures import Measure
from tracker.plan_as_at import Points
from tracker.point_values import PER_CENT
from tracker.words import counted, day_words, listed

# A unit that begins with one of these measures something, and counts no children.
LEVELS = {
    "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minute",
    "minutes", "working", "calendar", "score", "scores", "point", "points", "mark", "marks", "£",
    "pounds", "pence", "km", "miles",
}  # fmt: skip
COLUMNS = ("values", "denominators", "compared", "compared_denominators")

MeasureKey: TypeAlias = Any
Numbers: TypeAlias = tuple[float | None, float | None, float | None, float | None]


class Why(StrEnum):
    """Why a figure is hidden; for those who publish, never for the public."""

    SMALL = "a small count"
    REST_SMALL = "all but a few: the rest is a small count"
    BASE_SMALL = "a percentage of too few"
    NO_BASE = "a percentage whose base is not recorded"
    GROUPS_CLOSE = "the two groups differ by a small count"
    GIVES_BACK = "it would give back another hidden figure"
    HIDDEN_BEFORE = "hidden in an earlier public version"


class EarlierPoints(NamedTuple):
    """An earlier public version: the points it was made of, the days it hid, and its name in
    words, such as “the snapshot of 3 Mar 2026”."""

    points: Points
    hidden: Collection[date]
    named: str


class Measured(NamedTuple):
    """A measure with its points; `published`: the days whose figures an inspector published."""

    measure: Measure
    points: Points
    published: Collection[date] = ()
    earlier: Sequence[EarlierPoints] = ()


@dataclass(frozen=True)
class PublicPoints:
    """What may be shown of a measure's points (see the module's text)."""

    points: Points
    hidden: tuple[date, ...]
    why: Mapping[date, Why]
    warnings: tuple[str, ...]
    baseline_shown: bool

    @property
    def complete(self) -> bool:
        """Is nothing hidden, so that what was worked out from all points may be shown?"""
        return not self.hidden


def public_points(one: Measured, settings: PublicSettings = SETTINGS) -> PublicPoints:
    """One measure alone. Where several are shown together, `public_measures` also looks at what
    they tell about each other."""
    return public_measures({"": one}, settings)[""]


def public_measures(
    measured: Mapping[MeasureKey, Measured],
    settings: PublicSettings = SETTINGS,
    relations: Sequence[Sum] | None = None,
) -> dict[MeasureKey, PublicPoints]:
    """The points of measures that are shown together, each with what must be hidden of it.

    `relations` says which columns add up: figures are (measure, column), a column one of COLUMNS.
    Left out, those that hold on every common day are found (`relations_in`).
    """
    whys = {key: _first_whys(one, settings) for key, one in measured.items()}
    if any(whys.values()) and len(measured) > 1:
        if relations is None:
            relations = relations_in({key: _columns(one.points) for key, one in measured.items()})
        if relations:
            _hide_more(measured, relations, whys, settings)
    return {key: _made_public(one, whys[key], settings) for key, one in measured.items()}


def counts_children(measure: Measure) -> bool:
    """May its values count people? Days, scores and money do not; anything else may."""
    return (measure.unit.casefold().split() or [""])[0] not in LEVELS


# Each point for itself


def _first_whys(one: Measured, settings: PublicSettings) -> dict[date, Why]:
    found = {}
    for on, numbers in _rows(one.points):
        why = _why(one.measure, numbers, settings) or _before(one, on, numbers)
        if why and on not in one.published:
            found[on] = why
    return found


def _why(measure: Measure, numbers: Numbers, settings: PublicSettings) -> Why | None:
    """Why a point must be hidden whatever else is shown; None where it need not."""
    value, base, other, other_base = numbers
    groups = [(value, base), (other, other_base)]
    reasons = (_why_of(measure, *group, settings) for group in groups)
    if why := next((why for why in reasons if why), None):
        return why
    return Why.GROUPS_CLOSE if measure.is_gap and _too_close(numbers, settings) else None


def _why_of(
    measure: Measure, value: float | None, base: float | None, settings: PublicSettings
) -> Why | None:
    if value is None:
        return Why.SMALL if base is not None and settings.is_small(base) else None
    people = counts_children(measure)
    if base is None:
        if measure.unit == PER_CENT:
            return None if settings.without_base_shown else Why.NO_BASE
        return Why.SMALL if people and settings.is_small(value) else None
    if people and settings.is_small(value):
        return Why.SMALL
    if base < settings.smallest_base:
        return Why.BASE_SMALL
    return Why.REST_SMALL if people and value <= base and settings.is_small(base - value) else None


def _too_close(numbers: Numbers, settings: PublicSettings) -> bool:
    """Is the other group perhaps all children, so that the difference counts the few others?"""
    value, base, other, other_base = numbers
    if value is None or other is None:
        return False
    if base is None or other_base is None:
        return other > value and settings.is_small(other - value)
    more, rest = other_base - base, other - value
    if more <= 0 or not 0 <= rest <= more:
        return False
    close = settings.is_small(rest) or settings.is_small(more - rest)
    return close or more < settings.smallest_base


# What was shown before


def _before(one: Measured, on: date, numbers: Numbers) -> Why | None:
    for earlier in one.earlier:
        if on in earlier.hidden and dict(_rows(earlier.points)).get(on) == numbers:
            return Why.HIDDEN_BEFORE
    return None


def _shown_before(one: Measured, on: date, numbers: Numbers) -> str:
    """The name of the earlier version that showed these very numbers; or ''."""
    for earlier in one.earlier:
        if on not in earlier.hidden and dict(_rows(earlier.points)).get(on) == numbers:
            return earlier.named
    return ""


def _warnings(one: Measured, why: Mapping[date, Why], settings: PublicSettings) -> Iterator[str]:
    for on, numbers in _rows(one.points):
        if on in why and (named := _shown_before(one, on, numbers)):
            yield (
                f"The figure of {day_words(on)} is hidden now, but {named} showed it. That cannot "
                "be taken back."
            )
    for earlier in one.earlier:
        before = dict(_rows(earlier.points))
        days = [
            day_words(on)
            for on, numbers in _rows(one.points)
            if on not in why and on not in earlier.hidden
            if _moved_a_little(before.get(on), numbers, settings) and counts_children(one.measure)
        ]
        if days:
            yield (
                f"Since {earlier.named} {counted(len(days), 'figure')} changed by a small count "
                f"({listed(days)}): whoever keeps both can see how many were added or taken out."
            )


def _moved_a_little(before: Numbers | None, now: Numbers, settings: PublicSettings) -> bool:
    return before is not None and any(
        old is not None and new is not None and 0 < abs(new - old) < settings.small + 1
        for old, new in zip(before, now, strict=True)
    )


# What measures tell about each other


def _hide_more(
    measured: Mapping[MeasureKey, Measured],
    relations: Sequence[Sum],
    whys: Mapping[MeasureKey, dict[date, Why]],
    settings: PublicSettings,
) -> None:
    """Add to `whys` the points that would give back a hidden one, day by day."""
    for on in sorted({on for why in whys.values() for on in why}):
        figures, secret = _figures_of(measured, relations, whys, settings, on)
        for key, _ in hide_with(figures, secret).hidden:
            whys[key].setdefault(on, Why.GIVES_BACK)


def _figures_of(
    measured: Mapping[MeasureKey, Measured],
    relations: Sequence[Sum],
    whys: Mapping[MeasureKey, Mapping[date, Why]],
    settings: PublicSettings,
    on: date,
) -> tuple[Figures, list[Key]]:
    """The figures of one day; those of a point are hidden together."""
    values: dict[Key, float] = {}
    together: dict[Key, list[Key]] = {}
    secret: list[Key] = []
    known: set[Key] = set()
    fixed: set[Key] = set()
    bands: dict[Key, tuple[float, float]] = {}
    for key, one in measured.items():
        numbers = dict(_rows(one.points)).get(on)
        if numbers is None:
            continue
        its: list[Key] = []
        for column, number in zip(COLUMNS, numbers, strict=True):
            if number is not None:
                values[(key, column)] = number
                its.append((key, column))
        together |= dict.fromkeys(its, its)
        secret += its if on in whys[key] else []
        fixed |= set(its) if on in one.published else set()
        if on in one.published or _shown_before(one, on, numbers):
            known |= set(its)
        elif _may_be_rounded(one, on, numbers):
            bands |= {figure: settings.band(values[figure]) for figure in its}
    order = [
        ((key, above), (key, below))
        for key in measured
        for above, below in (COLUMNS[:2], COLUMNS[2:])
        if values.get((key, above), 1) <= values.get((key, below), 0)
    ]
    figures = Figures(
        values, relations, settings.lowest_hidden, settings.small, known, fixed, order, together,
        bands,
    )  # fmt: skip
    return figures, secret


# The public points


def _made_public(one: Measured, why: Mapping[date, Why], settings: PublicSettings) -> PublicPoints:
    dates = one.points.dates
    rows = [_public_row(one, on, numbers, why, settings) for on, numbers in _rows(one.points)]
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    shown = {
        name: column if getattr(one.points, name) else ()
        for name, column in zip(COLUMNS, columns, strict=True)
    }
    return PublicPoints(
        Points(dates, **shown),
        tuple(on for on in dates if on in why),
        dict(why),
        tuple(_warnings(one, why, settings)),
        _baseline_shown(one.measure, why, settings),
    )


def _public_row(
    one: Measured, on: date, numbers: Numbers, why: Mapping[date, Why], settings: PublicSettings
) -> Numbers:
    """The numbers of a point as they are shown; a percentage or a length of time as it is."""
    if on in why:
        return None, None, None, None
    if not _may_be_rounded(one, on, numbers):
        return numbers
    value, base, other, other_base = (
        None if number is None else settings.rounded(number) for number in numbers
    )
    return value, base, other, other_base


def _may_be_rounded(one: Measured, on: date, numbers: Numbers) -> bool:
    """Are these counts, and not a percentage as typed, a length of time or published figures?"""
    as_typed = one.measure.unit == PER_CENT and numbers[1] is None
    return not as_typed and on not in one.published and counts_children(one.measure)


def _baseline_shown(measure: Measure, why: Mapping[date, Why], settings: PublicSettings) -> bool:
    """A typed baseline sums up points: with one of them hidden it might give it back."""
    if measure.baseline is None or not counts_children(measure):
        return True
    small = measure.unit != PER_CENT and settings.is_small(measure.baseline)
    return not (why or small)


def _rows(points: Points) -> Iterator[tuple[date, Numbers]]:
    """The day and the four numbers of each point; None for a column that is not there."""
    for place, on in enumerate(points.dates):
        value, base, other, other_base = (
            column[place] if column else None
            for column in (
                points.values, points.denominators, points.compared, points.compared_denominators,
            )
        )  # fmt: skip
        yield on, (value, base, other, other_base)


def _columns(points: Points) -> dict[str, dict[date, float]]:
    """The figures of each column by their days."""
    rows = list(_rows(points))
    return {
        column: {on: number for on, numbers in rows if (number := numbers[place]) is not None}
        for place, column in enumerate(COLUMNS)
    }


def days_hidden(made: Iterable[PublicPoints]) -> int:
    """How many figures are hidden in all, for the line that says which view this is."""
    return sum(len(one.hidden) for one in made)
