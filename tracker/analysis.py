"""One series, fully analysed: run chart, Anhøj, XmR, effect and reading, as answer and as JSON.

The JSON is a promise (shared/design/command_line.md, `run-chart`): keys may be added, none goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.effect import PER_CENT, Effect, SeriesEffect, Signal, effect_of_series, reading_of
from tracker.false_alarms import anhoj_percent, false_alarm_percent
from tracker.measures import Better
from tracker.run_chart import RULES_VERSION, Phase, judged_phase, phase_spans, phases_of
from tracker.runs_table import RunsTable
from tracker.series import Day, Number, Ratio, Series, series_of
from tracker.xmr import RULE_LENGTH, RatioPhase, Xmr, XmrPhase, ratio_limits, xmr_of

BETTER_OF_DIRECTION = {
    "increase": Better.HIGHER,
    "decrease": Better.LOWER,
    "neutral": Better.NEITHER,
}


@dataclass(frozen=True, slots=True)
class Options:
    """What people have settled about a series. Positions are places in date order, from 0.

    `freeze`: the first n positions are the baseline. `part_after`: first position of each later
    phase. `exclude`: drawn, counted nowhere. `better`: a word of Better. `target` in the units
    plotted. `xmr_rule_length`: 6 or 7. `chart`: also give p, u or c limits. `unit`: for the
    reading; "per cent" shows ratios as percentages.
    """

    freeze: int | None = None
    part_after: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    better: str = Better.NEITHER
    target: float | None = None
    runs_table: RunsTable = RunsTable.PRINTED
    xmr_rule_length: int = RULE_LENGTH
    chart: Ratio | None = None
    unit: str = ""


DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class EffectReading:
    """What a screen needs of a series: the effect, the sentence, the points to mark.

    `judged` is the phase the effect is read from, `signal` its live signal, if there is one.
    """

    effect: Effect
    reading: str
    signal: Signal | None
    judged: Phase | None
    false_alarm_percent: float | None
    series: Series
    phases: tuple[Phase, ...]

    @property
    def carried(self) -> bool:
        """Is it judged by the median of the phase before, until this one has ten useful points?"""
        return self.judged is not None and self.judged.carried

    @property
    def signal_points(self) -> tuple[int, ...]:
        """Positions of the live signal; empty without one."""
        return self.signal.points if self.signal else ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the rules say about one series."""

    read: EffectReading
    xmr: Xmr
    limits: tuple[RatioPhase, ...] | None
    anhoj_false_alarm_percent: float | None
    options: Options

    @property
    def series(self) -> Series:
        """The points in date order, with gaps and doubts."""
        return self.read.series

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The run chart of each phase."""
        return self.read.phases

    @property
    def effect(self) -> Effect:
        """One of the four words."""
        return self.read.effect

    @property
    def reading(self) -> str:
        """The effect in plain words."""
        return self.read.reading

    def as_json(self) -> dict[str, Any]:
        """The `run-chart` answer of command_line.md, with some keys added."""
        read, series = self.read, self.read.series
        return {
            "n": len(series.plotted),
            "dates": [day.isoformat() for day in series.dates],
            "plotted": list(series.plotted),
            "order": list(series.order),
            "run_chart": {
                "phases": [_phase_json(phase) for phase in read.phases],
                "judged": _judged_json(read),
                "false_alarm_percent": read.false_alarm_percent,
                "anhoj_false_alarm_percent": self.anhoj_false_alarm_percent,
                "runs_table": str(self.options.runs_table),
                "rules_version": RULES_VERSION,
            },
            "xmr": _xmr_json(self.xmr),
            "limits": _limits_json(self.limits, self.options.chart),
            "effect": str(read.effect),
            "reading": read.reading,
            "doubts": list(series.doubts),
        }


def analyse(
    dates: Sequence[Day],
    values: Sequence[Number | None],
    denominators: Sequence[Number | None] | None = None,
    options: Options = DEFAULTS,
) -> Analysis:
    """Run chart, Anhøj, XmR, effect and reading of one series, in any order of its rows.

    With `denominators` the values are numerators. Raises ValueError, with a sentence, for what
    cannot be read (see series_of, phases_of and xmr_of).
    """
    read = effect_reading(dates, values, denominators, options.better, options)
    spans = phase_spans(len(read.series.plotted), options.part_after)
    return Analysis(
        read=read,
        xmr=xmr_of(
            read.series,
            spans,
            options.freeze,
            options.better,
            options.target,
            options.xmr_rule_length,
        ),
        limits=_limits_of(read.series, spans, options),
        anhoj_false_alarm_percent=_alarms(read.judged, anhoj=True),
        options=options,
    )


def effect_reading(
    dates: Sequence[Day],
    values: Sequence[Number | None],
    denominators: Sequence[Number | None] | None = None,
    better: str = Better.NEITHER,
    options: Options = DEFAULTS,
) -> EffectReading:
    """Only what a list of measures shows: no XmR. `better` counts, not the one in `options`."""
    series = series_of(dates, values, denominators, options.exclude, options.chart)
    table = options.runs_table
    phases = phases_of(series, options.part_after, options.freeze, table)
    judged = judged_phase(series, phases, table)
    found: SeriesEffect = effect_of_series(
        judged, series.drawn, better, phases[-1].first if phases else 0
    )
    percent = _alarms(judged, table)
    reading = reading_of(series, judged, found, better, percent, options.unit)
    return EffectReading(
        effect=found.effect,
        reading=reading,
        signal=found.signal,
        judged=judged,
        false_alarm_percent=percent,
        series=series,
        phases=phases,
    )


def analyse_vector(vector: Mapping[str, Any]) -> Analysis:
    """Analyse a series in the shape of the test vectors (command line: SERIES.json).

    Reads dates, values, denominators, options, and from `charts` the first of p, u and c. Raises
    ValueError, with a sentence, for a key that is missing and a word that is not known.
    """
    for key in ("dates", "values"):
        if not isinstance(vector.get(key), list):
            raise ValueError(f"The series has no list of {key}.")
    stated = vector.get("charts") or ()
    charts = [word for word in stated if isinstance(word, str) and word in tuple(Ratio)]
    options = options_of_vector(
        {} if vector.get("options") is None else vector["options"],
        Ratio(charts[0]) if charts else None,
    )
    return analyse(vector["dates"], vector["values"], vector.get("denominators"), options)


def options_of_vector(given: Mapping[str, Any], chart: Ratio | None = None) -> Options:
    """`options` of a vector: freeze, part_after, exclude, direction, target."""
    _refuse_strange(given)
    direction = given.get("direction") or "neutral"
    if direction not in BETTER_OF_DIRECTION:
        known = ", ".join(BETTER_OF_DIRECTION)
        raise ValueError(f"The direction {direction!r} is none of {known}.")
    return Options(
        freeze=given.get("freeze"),
        part_after=tuple(given.get("part_after") or ()),
        exclude=tuple(given.get("exclude") or ()),
        better=BETTER_OF_DIRECTION[direction],
        target=given.get("target"),
        chart=chart,
        unit=PER_CENT if chart is Ratio.P else "",
    )


def _refuse_strange(given: object) -> None:
    """Options of the wrong sort, each with a sentence."""
    if not isinstance(given, Mapping):
        raise ValueError('The options must be an object, such as {"freeze": 12}.')
    freeze, target = given.get("freeze"), given.get("target")
    if freeze is not None and not _is_place(freeze):
        raise ValueError(f"The option freeze must be a whole number, not {freeze!r}.")
    if target is not None and (isinstance(target, bool) or not isinstance(target, int | float)):
        raise ValueError(f"The option target must be a number, not {target!r}.")
    for name in ("part_after", "exclude"):
        places = given.get(name) or []
        if not isinstance(places, list | tuple) or not all(map(_is_place, places)):
            raise ValueError(f"The option {name} must be a list of whole numbers, not {places!r}.")


def _is_place(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _alarms(
    judged: Phase | None, table: RunsTable = RunsTable.PRINTED, anhoj: bool = False
) -> float | None:
    if judged is None or not judged.judged:
        return None
    baseline = judged.n_baseline if judged.projected else None
    if anhoj:
        return anhoj_percent(judged.n_counted, baseline)
    return false_alarm_percent(judged.n_counted, baseline, table)


def _limits_of(
    series: Series, spans: list[tuple[int, int]], options: Options
) -> tuple[RatioPhase, ...] | None:
    if options.chart is None:
        return None
    return ratio_limits(series, spans, options.chart, options.freeze)


def _phase_json(phase: Phase) -> dict[str, Any]:
    return {
        "from": phase.first,
        "to": phase.last,
        "median": phase.median,
        "baseline_to": phase.baseline_to,
        "n_useful": phase.n_useful,
        "on_median": list(phase.on_median),
        "n_runs": phase.n_runs,
        "runs_limits": list(phase.runs_limits) if phase.runs_limits else None,
        "runs_verdict": str(phase.runs_verdict),
        "longest_run": phase.longest_run,
        "longest_run_max": phase.longest_run_max,
        "n_crossings": phase.n_crossings,
        "n_crossings_min": phase.n_crossings_min,
        "anhoj_signal": phase.anhoj_signal,
        "shifts": [
            {"side": "above" if shift.above else "below", "points": list(shift.points)}
            for shift in phase.shifts
        ],
        "trends": [
            {"direction": "up" if trend.up else "down", "points": list(trend.points)}
            for trend in phase.trends
        ],
    }


def _judged_json(read: EffectReading) -> dict[str, Any] | None:
    """What the effect is read from: where it starts, whose median, the live signal's points."""
    if read.judged is None:
        return None
    return {
        "from": read.judged.first,
        "median": read.judged.median,
        "carried": read.carried,
        "signal": read.signal.kind if read.signal else None,
        "points": list(read.signal_points),
    }


def _xmr_json(xmr: Xmr) -> dict[str, Any]:
    return {
        "phases": None if xmr.phases is None else [_xmr_phase_json(p) for p in xmr.phases],
        "special_cause": [
            {
                "point": cause.point,
                "rules": [str(rule) for rule in cause.rules],
                "sides": ["high" if high else "low" for high in cause.high],
                "reads": str(cause.reads),
            }
            for cause in xmr.special_causes
        ],
        "variation": None if xmr.variation is None else str(xmr.variation),
        "assurance": None if xmr.assurance is None else str(xmr.assurance),
    }


def _xmr_phase_json(phase: XmrPhase) -> dict[str, Any]:
    return {
        "from": phase.first,
        "to": phase.last,
        "mean": phase.mean,
        "lower": phase.lower,
        "upper": phase.upper,
        "provisional": phase.provisional,
    }


def _limits_json(
    limits: tuple[RatioPhase, ...] | None, chart: Ratio | None
) -> dict[str, Any] | None:
    if limits is None:
        return None
    phases = [
        {
            "from": phase.first,
            "to": phase.last,
            "mean": phase.mean,
            "lower": list(phase.lower),
            "upper": list(phase.upper),
            "provisional": phase.provisional,
        }
        for phase in limits
    ]
    return {"chart": str(chart), "phases": phases}
