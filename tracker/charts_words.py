"""The words of a chart: at the ends of its lines instead of a legend, over its points, below it."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.chart_table import times_of, unit_of, value_words
from tracker.charts_lines import groups
from tracker.charts_look import RIGHT, SETTINGS_SIZE, Note, plain, words_at
from tracker.charts_phone import words_inside
from tracker.charts_room import first_free
from tracker.charts_scale import LINE, Scale, kept_apart
from tracker.charts_shown import Shown
from tracker.charts_tests import LETTER, name_words, state_words
from tracker.disclosure_settings import HIDDEN
from tracker.readings import MeasureReading
from tracker.run_chart import Phase
from tracker.words import counted, day_words, number_words
from tracker.xmr import FEWEST_FOR_LIMITS, Reads

VALUE_AND_UNIT = 7  # letters of a value and its unit that stand on one line of a small drawing
MARGIN = int(RIGHT / LETTER) + 1  # letters of a line beside the chart
BOLDER = 1.06  # bold letters are this much wider
MOST_HIDDEN = 24  # days of hidden figures that are named on the drawing


@dataclass(frozen=True)
class Label:
    """Words that belong to a value, at the end of its line."""

    at: float
    words: str
    colour: str

    @property
    def lines(self) -> int:
        """How many lines of words."""
        return 1 + self.words.count("<br>")

    @property
    def width(self) -> float:
        """About how wide it is, in letters."""
        return max(_width(re.sub("<.*?>", "", line)) for line in self.words.split("<br>")) * BOLDER


def all_words(shown: Shown, group_scale: Scale | None = None) -> Iterator[Note]:
    """Every word of the drawing but the axes'; `group_scale`: of the part above a gap."""
    yield from (_unstruck(shown, note) for note in _inside(shown))
    yield from _on_a_phone(shown) if shown.look.narrow else _at_the_ends(shown)
    yield from _tests(shown)
    yield from _new_phases(shown)
    yield from _hidden(shown)
    yield from _gap_name(shown)
    yield from _settings(shown)
    if group_scale:
        yield from _groups(shown, group_scale)


def _unstruck(shown: Shown, note: Note) -> Note:
    """Words that cover no point stand on the page's colour, so that no test's line strikes them."""
    clear = first_free(shown, [note], ())
    return note | {"bgcolor": shown.palette.page, "borderpad": 0} if clear else note


# Inside: the baseline, earlier phases, earlier targets, the signal


def _inside(shown: Shown) -> Iterator[Note]:
    others = [] if shown.look.xmr else [*_phases(shown), *_signal(shown)]
    yield from others
    for step in shown.targets:
        if not step.last:
            by = f" by {step.by:%B %Y}" if step.by and not shown.look.narrow else ""
            words, at = f"Target {shown.words(step.value)}{by}", _beside(shown, step.value)
            places = [
                words_at(day, at, side, shown.palette.soft, words)
                for day, side in ((step.start, "left"), (step.end, "right"))
            ]
            yield first_free(shown, places, others) or places[0]


def _beside(shown: Shown, level: float) -> float:
    """Just above a line."""
    return level + 0.75 * shown.size * shown.pixel


def _phases(shown: Shown) -> Iterator[Note]:
    """The baseline by its length, an earlier phase by its median; over its points."""
    several = len(shown.phases) > 1
    for phase in shown.phases if not (several and shown.look.narrow) else ():
        words = _phase_words(shown, phase, named=several and phase is not shown.phases[-1])
        until = phase.baseline_to if phase.projected and not several else phase.last
        tops = [shown.value(p) for p in shown.drawn if phase.first <= p <= until]
        if not words or not tops:
            continue
        at = _clear_of_the_target(shown, _over(shown, max(tops)), up=True)
        if not (shown.look.narrow and _near_a_target(shown, at, 2)):
            day = shown.dates[phase.first]
            yield words_at(day, at, "left", shown.palette.soft, words) | _over_lines(shown)


def _over_lines(shown: Shown) -> Note:
    """Words that lines may cross stand on a paler ground; on a phone that would hide points."""
    return {} if shown.look.narrow else {"bgcolor": shown.palette.veil, "borderpad": 1}


def _phase_words(shown: Shown, phase: Phase, *, named: bool) -> str:
    if phase.projected and phase.first == 0:
        n = phase.baseline_to - phase.first + 1
        return f"Baseline: first {counted(n, 'month' if shown.monthly else 'point')}"
    return f"Median {shown.words(shown.level(phase.median))}" if named else ""


def _signal(shown: Shown) -> Iterator[Note]:
    """Beyond the live signal's points, on the side away from the median."""
    signal = shown.chart.signal
    if signal is None:
        return
    where = "above the median" if signal.up else "below the median"
    if signal.kind == "trend":
        where = "in a row going up" if signal.up else "in a row going down"
    values = [shown.value(place) for place in signal.points]
    at = _over(shown, max(values)) if signal.up else _over(shown, min(values), down=True)
    yield words_at(
        shown.dates[signal.points[-1]], _clear_of_the_target(shown, at, up=signal.up), "right",
        shown.signal_colour, f"<b>{signal.kind.capitalize()}:</b> {len(signal.points):,} {where}",
    ) | {"bgcolor": shown.palette.veil, "borderpad": 1}  # fmt: skip


def _over(shown: Shown, value: float, *, down: bool = False) -> float:
    """A line and a half beyond a value, inside the axis."""
    away, inside = (part * shown.size * shown.pixel for part in (1.5, 0.6))
    if down:
        return max(value - away, shown.scale.low + inside)
    return min(value + away, shown.scale.high - inside)


def _near_a_target(shown: Shown, at: float, lines: float) -> float | None:
    """The target nearer to `at` than so many lines; None without."""
    near = (step.value for step in shown.targets)
    return next((v for v in near if abs(at - v) <= lines * shown.size * shown.pixel), None)


def _clear_of_the_target(shown: Shown, at: float, *, up: bool) -> float:
    """Beyond the target's line, seen from the points, where the words would stand on it."""
    target = _near_a_target(shown, at, 1)
    if target is None:
        return at
    beyond = target + (1 if up else -1) * shown.size * shown.pixel
    return beyond if shown.scale.low < beyond < shown.scale.high else at


# At the ends


def _at_the_ends(shown: Shown) -> Iterator[Note]:
    """At the end of each line, pushed apart where they would overlap."""
    yield from _stacked(shown, [*_labels(shown)], shown.scale, shown.pixel, "y")


def _stacked(
    shown: Shown, labels: Sequence[Label], scale: Scale, pixel: float, axis: str
) -> Iterator[Note]:
    room = LINE * shown.size
    wanted = [((one.at - scale.low) / pixel, one.lines * LINE * shown.size) for one in labels]
    middles = kept_apart(wanted, -room, (scale.high - scale.low) / pixel + room)
    for label, middle in zip(labels, middles, strict=True):
        yield {
            "x": 1, "xref": "paper", "xanchor": "left", "xshift": 0.4 * shown.size,
            "y": scale.low + middle * pixel, "yref": axis, "text": label.words,
            "showarrow": False, "align": "left", "font": {"color": label.colour},
        }  # fmt: skip


def _labels(shown: Shown) -> Iterator[Label]:
    """The target, the last value in bold, the median or the mean and its limits."""
    for step in shown.targets[-1:]:
        by = f"<br>by {step.by:%B %Y}" if step.by else ""
        words = f"Target {shown.words(step.value)}{by}"
        yield Label(step.value, words, shown.palette.soft)
    if shown.drawn:
        yield _last_label(shown, shown.drawn[-1])
    if shown.look.xmr:
        yield from _limit_labels(shown)
        yield from _ratio_label(shown)
        return
    for phase in shown.phases[-1:]:
        middle = shown.level(phase.median)
        carried = ",<br>carried forward" if phase.projected else ""
        words = _in_the_margin("Median", shown.words(middle)) + carried
        yield Label(middle, words, shown.palette.ink)


def _limit_labels(shown: Shown) -> Iterator[Label]:
    for phase in shown.xmr_phases[-1:]:
        if phase.mean is not None:
            mean = shown.level(phase.mean)
            yield Label(mean, f"Mean {shown.words(mean)}", shown.palette.ink)
        name = "Provisional<br>limit" if phase.provisional else "Limit"
        for limit in (phase.lower, phase.upper):
            at = shown.level(limit)
            if limit is not None and shown.scale.holds(at):
                yield Label(at, f"{name} {shown.words(at)}", shown.palette.soft)


def _ratio_label(shown: Shown) -> Iterator[Label]:
    for ratio in (shown.reading.analysis.limits or ())[-1:]:
        upper = [limit for limit in ratio.upper if limit is not None]
        if upper and shown.scale.holds(shown.level(upper[-1])):
            words = f"{shown.reading.options.chart} limit"
            yield Label(shown.level(upper[-1]), words, shown.palette.soft)


def _last_label(shown: Shown, last: int) -> Label:
    value, day = shown.value(last), shown.dates[last]
    when = f"in {day:%B}" if shown.monthly else f"on {day.day} {day:%b}"
    if shown.reading.measure.frequency in ("quarterly", "yearly"):
        when = f"in {day:%b %Y}"
    words = _in_the_margin(f"<b>{shown.words(value)}</b>", when)
    return Label(value, words, _last_colour(shown, last))


def _in_the_margin(first: str, second: str) -> str:
    """Two words on one line, or below each other where the room beside the chart is less."""
    letters = len(re.sub("<.*?>", "", first)) + len(second) + 1
    return f"{first}{' ' if letters <= MARGIN else '<br>'}{second}"


def _last_colour(shown: Shown, last: int) -> str:
    if shown.look.xmr:
        reads = {c.point: c.reads for c in shown.reading.analysis.xmr.special_causes}.get(last)
        return shown.palette.heather if reads is Reads.IMPROVEMENT else shown.palette.ink
    return shown.signal_colour if last in shown.chart.signal_points else shown.palette.ink


def _on_a_phone(shown: Shown) -> Iterator[Note]:
    return words_inside(shown, [] if shown.look.xmr else [*_signal(shown)])


# Above and below the drawing, and the groups of a gap


def _tests(shown: Shown) -> Iterator[Note]:
    for said in shown.test_words:
        yield words_at(said.on, 1, "center", shown.palette.ink, said.words) | {
            "yref": "paper", "yanchor": "bottom", "xshift": said.shift * shown.size,
            "yshift": (said.row * LINE) * shown.size,
        }  # fmt: skip


def _new_phases(shown: Shown) -> Iterator[Note]:
    """Beside the line where a later phase begins."""
    for phase in shown.chart.phases[1:]:
        yield (
            words_at(shown.dates[phase.first], 0, "left", shown.palette.soft, "New phase")
            | {"yref": "paper", "yanchor": "bottom", "yshift": 0.9 * shown.size}
            | _over_lines(shown)
        )


def _hidden(shown: Shown) -> Iterator[Note]:
    """A hidden figure is a gap with a word, upwards from the axis; of very many, none has one."""
    days = sorted({*shown.reading.points.hidden})
    for on in days if len(days) <= MOST_HIDDEN else ():
        yield words_at(on, 0, "center", shown.palette.soft, HIDDEN) | {
            "yref": "paper", "yanchor": "bottom", "yshift": 0.4 * shown.size, "textangle": -90,
            "font": {"color": shown.palette.soft, "size": SETTINGS_SIZE * shown.size},
        }  # fmt: skip


def _settings(shown: Shown) -> Iterator[Note]:
    """The rule set and its settings, in small print."""
    if shown.settings and shown.dates:
        yield {
            "x": 0, "xref": "paper", "xanchor": "left", "y": 0, "yref": "paper", "yanchor": "top",
            "yshift": -3.05 * shown.size, "text": "<br>".join(shown.settings), "showarrow": False,
            "align": "left", "font": {"size": SETTINGS_SIZE * shown.size},
        }  # fmt: skip


def _groups(shown: Shown, scale: Scale) -> Iterator[Note]:
    """Each group by its name and newest value; and what the part below is."""
    measure, palette = shown.reading.measure, shown.palette
    inside = shown.look.height - (shown.top + shown.bottom) * shown.size
    pixel = (scale.high - scale.low) / (inside * shown.group_share)
    labels = []
    names = (measure.group_words, measure.compared_with)
    for name, values, colour in zip(names, groups(shown), (palette.ink, palette.soft), strict=True):
        newest = next((value for value in reversed(values) if value is not None), None)
        if newest is not None:
            told = f"<b>{plain(number_words(newest, measure.unit))}</b> {_short(name)}"
            labels.append(Label(newest, told, colour))
    if not shown.look.narrow:
        yield from _stacked(shown, labels, scale, pixel, "y2")


def _gap_name(shown: Shown) -> Iterator[Note]:
    """What the judged series is, above it."""
    measure, rows = shown.reading.measure, shown.test_rows
    if not measure.is_gap or shown.look.small or not shown.dates:
        return
    words = f"<b>The gap</b>, in {plain(unit_of(shown.reading) or 'its own unit')}"
    if not shown.look.narrow:
        words += (
            f": {plain(measure.compared_with)} less {plain(_inside_words(measure.group_words))}"
        )
    up = 0.15 if shown.has_groups else 0.15 + rows * LINE
    yield words_at(shown.start, shown.share, "left", shown.palette.ink, words) | {
        "yref": "paper", "yanchor": "bottom", "yshift": up * shown.size,
    }  # fmt: skip


def _inside_words(name: str) -> str:
    """A name inside a sentence: “Looked after children” begins small, “LAC” stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _short(name: str) -> str:
    """A group's name in two lines at most, as wide as the room beside the chart."""
    lines = textwrap.wrap(name, int(RIGHT / LETTER) - 1, max_lines=2, placeholder=" …")
    return "<br>".join(plain(line) for line in lines)


# One of many


def end_words(shown: Shown) -> tuple[list[Note], float, float]:
    """The words of a small drawing: first value, last value in bold, median; and the room they
    need left and right, in letters."""
    if not shown.drawn:
        return [], 0, 0
    first, last = (shown.value(place) for place in (shown.drawn[0], shown.drawn[-1]))
    started = _short_words(shown, first)
    day = shown.dates[shown.drawn[0]]
    start = words_at(day, first, "right", shown.palette.soft, started)
    bold = f"<b>{_in_lines(shown.words(last))}</b>"
    labels = [Label(last, bold, _last_colour(shown, shown.drawn[-1]))]
    for phase in shown.phases[-1:]:
        middle = shown.level(phase.median)
        words = f"median<br>{_short_words(shown, middle)}"
        labels.append(Label(middle, words, shown.palette.soft))
    ends = _stacked(shown, labels, shown.scale, shown.pixel, "y")
    right = max(label.width for label in labels)
    return [start | {"xshift": -0.5 * shown.size}, *ends], _width(started), right


def _in_lines(words: str) -> str:
    """A value, with a long unit below it."""
    return words if len(words) <= VALUE_AND_UNIT else words.replace(" ", "<br>", 1)


def _width(words: str) -> float:
    """About how wide words are, in letters; and a little room."""
    return LETTER * len(words) + 0.7


def _short_words(shown: Shown, value: float) -> str:
    """A value without its unit, unless that is a sign."""
    return shown.words(value) if shown.in_per_cent else shown.words(value).split(" ")[0]


def alt_words(reading: MeasureReading, *, xmr: bool = False) -> str:
    """What the drawing shows, for whoever does not see it."""
    measure, kind = reading.measure, "XmR chart" if xmr else "Run chart"
    said = [f"{kind}: {measure.title}."]
    if measure.is_gap:
        said.append(f"The gap: {measure.compared_with} less {measure.group_words}.")
    said.append(_xmr_words(reading) if xmr else reading.words)
    tests = [
        f"{name_words(mark)} ({mark.title}), begun {day_words(mark.since)}, {state_words(mark)}"
        for mark in reading.tests
    ]
    if tests:
        said.append(f"Tests of change: {'; '.join(tests)}.")
    return " ".join(said)


def _xmr_words(reading: MeasureReading) -> str:
    xmr, times = reading.analysis.xmr, times_of(reading)
    if not xmr.phases:
        return f"No limits: they need {FEWEST_FOR_LIMITS} points."
    phase, causes = xmr.phases[-1], counted(len(xmr.special_causes), "special cause")
    mean, lower, upper = (
        "none" if level is None else value_words(reading, level * times)
        for level in (phase.mean, phase.lower, phase.upper)
    )
    return f"Mean {mean}, limits {lower} and {upper}; {causes}."
