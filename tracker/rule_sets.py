"""Three rule sets on one measure, side by side: the run chart's, Anhøj's two, the XmR chart's.

The word at the top of a measure is always the run chart's (settled.md, Effect). The others are
told beside it; where they say something else, that is said, and what it means.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.effect import Effect, point_words
from tracker.readings import MeasureReading
from tracker.run_chart import Phase
from tracker.words import counted, listed
from tracker.xmr import FEWEST_FOR_LIMITS, Rule, SpecialCause

_RULE_WORDS = {
    Rule.OUTSIDE: "outside the limits",
    Rule.SHIFT: "six or more in a row on one side of the mean",
    Rule.TREND: "six or more in a row rising or falling",
    Rule.TWO_OF_THREE: "two of three near a limit",
}


class Verdict(StrEnum):
    """What a rule set says of a measure now; `up` and `down` where it knows the direction."""

    UP = "up"
    DOWN = "down"
    SIGNAL = "signal"
    NONE = "none"
    NOT_ENOUGH = "not enough"


@dataclass(frozen=True)
class RuleSet:
    """One rule set: its name, its verdict, and the verdict in words."""

    name: str
    verdict: Verdict
    words: str


@dataclass(frozen=True)
class RuleSets:
    """All three; `means` says what it means that they differ, and is empty where they agree."""

    run_chart: RuleSet
    anhoj: RuleSet
    xmr: RuleSet
    means: str

    @property
    def all(self) -> tuple[RuleSet, RuleSet, RuleSet]:
        """In the order they are shown."""
        return self.run_chart, self.anhoj, self.xmr

    @property
    def agree(self) -> bool:
        """Do all that give a verdict say the same?"""
        return _agree([one.verdict for one in self.all])

    @property
    def quiet_words(self) -> str:
        """The one line where they agree; empty where there are too few points for any."""
        given = [one for one in self.all[1:] if one.verdict is not Verdict.NOT_ENOUGH]
        if self.run_chart.verdict is Verdict.NOT_ENOUGH or not given:
            return ""
        if len(given) == 2:
            return "Anhøj’s two rules and the XmR chart say the same."
        return f"Anhøj’s two rules say the same. The XmR chart needs {FEWEST_FOR_LIMITS} points."


def rule_sets(reading: MeasureReading) -> RuleSets:
    """What each rule set says of a measure, from its analysis."""
    run, anhoj, xmr = _run_chart(reading), _anhoj(reading), _xmr(reading)
    agreed = _agree([run.verdict, anhoj.verdict, xmr.verdict])
    means = "" if agreed else _means(reading, run.verdict, anhoj.verdict, xmr.verdict)
    return RuleSets(run, anhoj, xmr, means)


def _agree(verdicts: list[Verdict]) -> bool:
    """A signal without a direction agrees with either; too few points agree with anything."""
    given = {verdict for verdict in verdicts if verdict is not Verdict.NOT_ENOUGH}
    if Verdict.NONE in given:
        return given == {Verdict.NONE}
    return len(given - {Verdict.SIGNAL}) <= 1


def _run_chart(reading: MeasureReading) -> RuleSet:
    name, signal = "Run chart", reading.chart.signal
    if reading.effect is Effect.NOT_ENOUGH:
        return RuleSet(name, Verdict.NOT_ENOUGH, "not enough points to judge")
    if signal is None:
        return RuleSet(name, Verdict.NONE, "no shift or trend in the last six points")
    way = ("upwards" if signal.up else "downwards") if signal.kind == "trend" else (
        "above the median" if signal.up else "below the median"
    )  # fmt: skip
    since = point_words(reading.chart.series, signal.points[0])
    words = f"a {signal.kind}, {len(signal.points):,} points {way} since {since}"
    return RuleSet(name, Verdict.UP if signal.up else Verdict.DOWN, words)


def _anhoj(reading: MeasureReading) -> RuleSet:
    name, judged = "Anhøj’s two rules", reading.chart.judged
    if judged is None or judged.anhoj_signal is None:
        return RuleSet(name, Verdict.NOT_ENOUGH, "not enough points to judge")
    found = list(_anhoj_signals(judged))
    if found:
        return RuleSet(name, Verdict.SIGNAL, f"a signal: {listed(found)}")
    longest = f"the longest run has {counted(judged.longest_run or 0, 'point')}"
    allowed = f"up to {judged.longest_run_max or 0:,} can be chance"
    return RuleSet(name, Verdict.NONE, f"no signal: {longest}, and {allowed} here")


def _anhoj_signals(judged: Phase) -> list[str]:
    found = []
    if (judged.longest_run or 0) > (judged.longest_run_max or 0):
        longest = counted(judged.longest_run or 0, "point")
        found.append(f"the longest run has {longest}, more than {judged.longest_run_max or 0:,}")
    if (judged.n_crossings or 0) < (judged.n_crossings_min or 0):
        times = counted(judged.n_crossings or 0, "time")
        found.append(f"the median is crossed {times}, fewer than {judged.n_crossings_min}")
    return found


def _xmr(reading: MeasureReading) -> RuleSet:
    name, xmr = "XmR chart", reading.analysis.xmr
    if xmr.phases is None:
        words = f"not enough points: it needs {FEWEST_FOR_LIMITS}"
        return RuleSet(name, Verdict.NOT_ENOUGH, words)
    counted_points = reading.analysis.series.counted
    newest = xmr.special_causes[-1] if xmr.special_causes else None
    if newest is None or newest.point != counted_points[-1]:
        words = "the newest point is within what is usual (common cause)"
        return RuleSet(name, Verdict.NONE, words)
    return RuleSet(name, _way(newest), f"the newest point is a special cause: {_why(newest)}")


def _way(cause: SpecialCause) -> Verdict:
    """Up or down; a point whose rules point both ways has no direction."""
    if len(set(cause.high)) > 1:
        return Verdict.SIGNAL
    return Verdict.UP if cause.high[0] else Verdict.DOWN


def _why(cause: SpecialCause) -> str:
    ways = (
        f"{_RULE_WORDS[rule]} ({'high' if high else 'low'})"
        for rule, high in zip(cause.rules, cause.high, strict=True)
    )
    return listed(dict.fromkeys(ways))


def _means(reading: MeasureReading, run: Verdict, anhoj: Verdict, xmr: Verdict) -> str:
    """What it means that they differ, and what to do."""
    if run in (Verdict.UP, Verdict.DOWN):
        if xmr in (Verdict.UP, Verdict.DOWN) and xmr is not run:
            return "They point in different directions: look at the newest points one by one."
        if anhoj is Verdict.SIGNAL:
            return (
                "Two of the three see a change. The newest point itself is within what is usual: "
                "wait for the next points before you say that it holds."
            )
        return _cries_wolf(reading)
    if anhoj is Verdict.SIGNAL:
        return (
            "Something changed over the whole of this series, and not in its last six points: "
            "look for when the level moved."
        )
    return (
        "The newest point stands out and the median has not moved: ask what was different then, "
        "and wait for the next points."
    )


def _cries_wolf(reading: MeasureReading) -> str:
    own, other = reading.chart.false_alarm_percent, reading.analysis.anhoj_false_alarm_percent
    wait = "Treat it as a first sign: look at what was done, and wait for more points."
    if own is None or other is None:
        return wait
    return (
        f"With this many points chance alone sets off the run chart’s rules in {_in_100(own)}, "
        f"Anhøj’s in {_in_100(other)}. {wait}"
    )


def _in_100(percent: float) -> str:
    whole = round(percent)
    return f"about {whole} charts in 100" if whole > 1 else "about 1 chart in 100"
