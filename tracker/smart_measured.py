"""M of the SMART check: could two people tell, in figures, whether it worked?

A complete measure has a definition, a baseline with its period and a target with its date; a count
of activity (meetings, staff trained) is partly at best, and fails without both.
"""

import re

from tracker.measures import Measure, MeasureKind
from tracker.smart_notes import Verdict
from tracker.smart_verdicts import Finding, Stated, StatedMeasure, quoted
from tracker.smart_words import Phrase, SmartWords, words_of
from tracker.words import listed, sentence

_DATES = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b(?:19|20)\d\d(?:[/–-]\d{2,4})?"
    r"|\b\d{1,2}(?= (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
    r"|\b(?:phase|stage|q|year|page|tier) ?\d+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FIGURE = re.compile(r"\d")
_FROM_TO = re.compile(r"\bfrom\D{0,12}\d[\d.,]*\D{0,24}?\bto\b\D{0,12}\d", re.IGNORECASE)
_BASELINE = re.compile(r"\bbaseline\b\D{0,12}\d|\d[\d.,%]*\W{0,3}baseline\b", re.IGNORECASE)
_RATES = frozenset({"per cent", "percent", "%", "days", "weeks", "hours", "months", "minutes"})
_NOTHING = Finding(
    Verdict.FAIL, "Nothing is measured, so nobody will know whether it worked.",
    "Link a measure of what should be better for children, with baseline and target.",
)  # fmt: skip


def measured(stated: Stated, words: SmartWords) -> Finding:
    """The best of the linked measures decides; a balancing one alone cannot."""
    showing = [m for m in stated.measures if m.kind is not MeasureKind.BALANCING]
    if not showing:
        if not stated.measures:
            return _NOTHING
        return Finding(
            Verdict.FAIL, "It has a balancing measure only, which tells of harm elsewhere.",
            "Link an outcome or a process measure too.",
        )  # fmt: skip
    order = list(Verdict)
    judged = [(finding, _lacks(one)) for one in showing for finding in [_measure(one, words)]]
    return min(judged, key=lambda pair: (order.index(pair[0].verdict), len(pair[1])))[0]


def _measure(measure: StatedMeasure, words: SmartWords) -> Finding:
    line = words_of(measure.words)
    lacks = _lacks(measure)
    activity = _activity(measure, line, words)
    name = quoted(measure.title or measure.words)
    if measure.kind is None and not _counts(measure, line, words):
        return Finding(
            Verdict.FAIL, f"{name} is not a measure: it counts nothing.",
            "Say what is counted, how often, where it stands now and where it should be.",
        )  # fmt: skip
    without = sentence(f"no {listed(lacks, 'and no')}") if lacks else ""
    if activity:
        meant = measure.kind is None and {"baseline", "target"} & set(line)
        bare = not (measure.baseline or measure.target or meant)
        counts = f"{name} counts {activity}, not a result for children."
        if bare:
            counts = f"No baseline: {name} counts {activity}, not a result for children."
        return Finding(
            Verdict.FAIL if bare else Verdict.PARTLY, counts,
            "Add a measure of what changes for children, with baseline and target.",
        )  # fmt: skip
    if lacks:
        return Finding(Verdict.PARTLY, f"{name}: {without}", f"Add {listed(lacks)} to the measure.")
    return Finding(Verdict.PASS, f"{name} has a definition, a baseline and a target.")


def _lacks(measure: StatedMeasure) -> tuple[str, ...]:
    """What the measure has not, in words that follow "no"."""
    parts = (
        (measure.defined, "definition"),
        (measure.baseline, "baseline"),
        (measure.baseline_dated or not measure.baseline, "period of the baseline"),
        (measure.target, "target"),
        (measure.target_dated or not measure.target, "date of the target"),
    )
    return tuple(name for there, name in parts if not there)


def _activity(measure: StatedMeasure, line: Phrase, words: SmartWords) -> str:
    """The activity that is counted, where it is a bare count of it; '' for rates and results."""
    if measure.kind is MeasureKind.OUTCOME or measure.rate or words.found("rate words", line):
        return ""
    activity = words.found("activity words", line)
    of_people = measure.kind is None and words.found("result words", line)
    return "" if of_people else activity


def _counts(measure: StatedMeasure, line: Phrase, words: SmartWords) -> bool:
    """Do words from a plan tell of a number, there or to come?"""
    return measure.baseline or measure.target or bool(words.found("counting words", line))


def stated_measure(measure: Measure) -> StatedMeasure:
    """A measure of the plan as the rule takes it."""
    targets = measure.targets
    return StatedMeasure(
        f"{measure.title} {measure.definition}",
        defined=bool(measure.definition),
        baseline=measure.baseline is not None or measure.baseline_points is not None,
        baseline_dated=bool(measure.baseline_period) or measure.baseline_points is not None,
        target=bool(targets),
        target_dated=any(target.by for target in targets),
        kind=measure.measure_kind,
        rate=bool(measure.denominator) or measure.unit.casefold() in _RATES,
        title=measure.title,
    )


def measure_of_texts(
    measure: str, baseline: str, target: str, due: str
) -> tuple[StatedMeasure, ...]:
    """A measure as cells of a published plan tell it; () where they are blank.

    A figure in the measure's own words is its target, for the action's date; one behind "from" or
    "baseline" is its baseline.
    """
    if not _said(measure, baseline, target):
        return ()
    bare = _DATES.sub(" ", measure)
    known = bool(_FIGURE.search(_DATES.sub(" ", baseline)) or _FIGURE.search(baseline))
    started = known or bool(_FROM_TO.search(bare) or _BASELINE.search(bare))
    aimed = bool(_FIGURE.search(_DATES.sub(" ", target)) or _FIGURE.search(_after_baseline(bare)))
    dated = f"{target} {measure} {due}"
    return (
        StatedMeasure(
            f"{measure} {target}".strip(),
            defined=len(words_of(measure)) > 2,
            baseline=started,
            baseline_dated=bool(_YEAR.search(f"{baseline} {measure}")),
            target=aimed,
            target_dated=bool(_YEAR.search(dated) or re.search(r"\d", due)),
            title=measure or target,
        ),
    )


def _said(*texts: str) -> bool:
    return any(re.search(r"\w", text) for text in texts)


def _after_baseline(measure: str) -> str:
    """The words without the figure of the baseline."""
    return _BASELINE.sub(" ", measure)
