"""Section 4 of the committee paper: where the plan stands, what changed, what needs attention,
and every area with delivery, effect and confidence kept apart."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.chart_words import told, wall_words
from tracker.comparison import Change, Comparison, Sort
from tracker.delivery import Counts
from tracker.effect import Effect
from tracker.meeting_steps import exceptions, telling
from tracker.papers.chart_svg import alt_words, drawn
from tracker.papers.content import (
    Block,
    Cell,
    Figure,
    Grid,
    Heading,
    Points,
    Quote,
    Text,
    cells,
)
from tracker.papers.of_meetings import meeting_blocks
from tracker.papers.snapshot import Snapshot
from tracker.papers.told import owner_words, shortened, status_cell
from tracker.progress import EFFECT_ROWS, Progress, change_words
from tracker.progress import Cell as MatrixCell
from tracker.public_version import hidden_words
from tracker.readings import ActionReading, AreaReading, MeasureReading, Readings
from tracker.words import counted, day_words, listed, sentence

EXCEPTIONS_SHOWN = 15
CHANGES_SHOWN = 25
TOLD_ONE_BY_ONE = 6
_STATUS_WORDS = {
    "complete": "Complete", "on_track": "On track", "at_risk": "At risk",
    "off_track": "Off track", "not_started": "Not started", "not_reported": "Not reported",
}  # fmt: skip


def evaluation(snapshot: Snapshot) -> Iterator[Block]:
    """4.1 delivery, 4.2 effect, 4.3 what needs attention, 4.4 what changed, 4.5 the areas."""
    progress, read = snapshot.progress, snapshot.read
    yield Heading(2, "4.1", "Delivery: is the work being done on time?")
    yield from _delivery(progress)
    yield Heading(2, "4.2", "Effect: is anything changing for children?")
    yield from _effect(progress)
    yield Heading(2, "4.3", "What needs attention")
    yield from _exceptions(progress)
    yield Heading(2, "4.4", f"What has changed since {day_words(progress.compared_with)}")
    yield from _changes(snapshot.compared)
    yield from meeting_blocks(progress)
    yield Heading(2, "4.5", "Area by area")
    if not read.areas:
        yield Text("The plan has no area for improvement yet.")
    for area in read.areas:
        yield from _area(read, area)


# 4.1


def _delivery(progress: Progress) -> Iterator[Block]:
    counts, changes = progress.now.counts, progress.changes
    yield Text(f"{progress.finding}.", "The finding:")
    rows = [
        (Cell(_STATUS_WORDS[name], name), *cells(number, change_words(changes[name])))
        for name, number in counts.by_status().items()
    ]
    before = progress.before.counts
    late = change_words(counts.overdue - before.overdue)
    everything = change_words(counts.actions - before.actions)
    yield Grid(
        "Actions by delivery, as their owners report it",
        ("Delivery", "Actions", f"Change since {day_words(progress.compared_with)}"),
        (*rows, cells("All actions", counts.actions, everything)),
        (40, 20, 40),
        total=True,
    )
    if counts.overdue:
        yield Text(
            f"{counted(counts.overdue, 'action')} overdue ({late}): the due date has passed and "
            "the action is not complete, whatever its owner reports."
        )
    elif counts.actions:
        yield Text(f"No action is overdue ({late}).")


# 4.2


def _effect(progress: Progress) -> Iterator[Block]:
    read = progress.now
    yield Text(f"{wall_words(read.measures)}.")
    if read.areas:
        yield Grid(
            "The areas at a glance",
            ("Area", "Actions", "Complete", "Overdue", "Effect", "Confidence"),
            (*(_glance(area) for area in read.areas), _glance_total(read.counts)),
            (30, 11, 13, 12, 17, 17),
            total=True,
        )
    if read.actions:
        yield Text(
            "A plan can be complete and make no difference. This table sets delivery beside "
            "effect; every action stands in it once."
        )
        yield _matrix(progress.cells)


def _glance(area: AreaReading) -> tuple[Cell, ...]:
    counts = area.counts
    return cells(
        f"{area.area.ref} {area.area.title}", counts.actions, counts.complete, counts.overdue,
        _effect_words(area.effect),
        _confidence(area) or ("Not said" if area.judgement else "Not judged"),
    )  # fmt: skip


def _glance_total(counts: Counts) -> tuple[Cell, ...]:
    return cells("All areas", counts.actions, counts.complete, counts.overdue, "", "")


def _effect_words(effect: Effect | None) -> str:
    return effect.value.capitalize() if effect else "No measure"


def _matrix(found: Sequence[MatrixCell]) -> Grid:
    numbers = {(cell.done, cell.effect): len(cell.actions) for cell in found}
    rows = tuple(
        cells(name, *(numbers[done, effect] for effect in EFFECT_ROWS))
        for done, name in ((True, "Complete"), (False, "Not complete"))
    )
    header = ("Actions", *(_effect_words(effect) for effect in EFFECT_ROWS))
    return Grid(
        "Delivery against effect: numbers of actions", header, rows, (18, 18, 15, 16, 17, 16)
    )


# 4.3


def _exceptions(progress: Progress) -> Iterator[Block]:
    found = exceptions(progress)
    if not found:
        yield Text("Nothing is overdue, getting worse, complete without effect or without owner.")
        return
    rules, read = progress.now.plan.reference.alert_rules, progress.now
    shown = found[:EXCEPTIONS_SHOWN]
    yield Text(
        f"{counted(len(found), 'matter')}, the worst first"
        f"{f'; the first {len(shown)} here, all in the workbook' if found[len(shown) :] else ''}."
    )
    rows = tuple(
        cells(
            alert.ref, alert.title, rules[alert.rule].words,
            " ".join([alert.why, _own_words(read.action.get(alert.record))]).strip(),
            alert.owner or "no owner",
        )
        for alert in shown
    )  # fmt: skip
    yield Grid(
        "What needs attention, with the owners’ own words",
        ("Ref", "About", "Why", "In words", "Owner"),
        rows,
        (7, 19, 14, 44, 16),
    )


def _own_words(reading: ActionReading | None) -> str:
    if reading is None or reading.update is None or not reading.update.done:
        return ""
    who = "The owner reports" if reading.owner else "Reported"
    return f"{who}: “{shortened(reading.update.done)}”"


# 4.4


def _changes(compared: Comparison) -> Iterator[Block]:
    yield Text(compared.summary)
    if compared.promises:
        kept = sum(promise.kept for promise in compared.promises)
        yield Text(
            f"{counted(len(compared.promises), 'action')} had a due date in that time; "
            f"{kept or 'none'} of them {'is' if kept == 1 else 'are'} complete."
        )
    if compared.changes:
        rows = list(_change_rows(compared))
        shown = rows[:CHANGES_SHOWN]
        rest = len(rows) - len(shown)
        yield Grid(
            f"Changes{f' (and {rest} more, in the workbook)' if rest else ''}",
            ("Change", "Ref", "About", "In words"),
            tuple(shown),
            (18, 8, 34, 40),
        )


def _change_rows(compared: Comparison) -> Iterator[tuple[Cell, ...]]:
    """A row a change; where very many were added or withdrawn, one row names them all."""
    for sort in Sort:
        its = compared.of(sort)
        if sort in {Sort.ADDED, Sort.WITHDRAWN} and len(its) > TOLD_ONE_BY_ONE:
            refs = listed(change.ref for change in its)
            yield cells(sort.value.capitalize(), "", shortened(refs), f"{len(its)} in all.")
        else:
            yield from (_change_row(change) for change in its)


def _change_row(change: Change) -> tuple[Cell, ...]:
    return cells(
        change.sort.value.capitalize(), change.ref, change.title, shortened(sentence(change.says))
    )


# 4.5


def _area(read: Readings, area: AreaReading) -> Iterator[Block]:
    yield Heading(3, f"Area {area.area.ref}", area.area.title)
    if area.area.wording:
        whose = "in our words" if area.area.paraphrased else "in the inspectors’ words"
        raised = [words for words in (area.area.raised_in, whose) if words]
        yield Quote(area.area.wording, ", ".join(raised))
    yield Text(_delivery_words(area), "Delivery:")
    yield Text(_area_effect(area), "Effect:")
    yield Text(_area_confidence(area), "Confidence:")
    yield Text(_gap_words(read, area), "Gaps:")
    if area.actions:
        yield Grid(
            f"Actions of area {area.area.ref}",
            ("Ref", "Action", "Owner", "Due", "Delivery", "Effect"),
            tuple(_action_row(action) for action in area.actions),
            (6, 29, 21, 14, 15, 15),
        )
    signals = telling(read)
    yield from (_figure(m) for m in signals if m.measure.area_id == area.area.id)
    yield from _other_measures([m for m in area.measures if m not in signals])


def _delivery_words(area: AreaReading) -> str:
    counts = area.counts
    if not counts.actions:
        return "no action has been agreed for this area."
    said = [f"{counts.complete} of {counted(counts.actions, 'action')} complete"]
    said += [
        f"{number} {_STATUS_WORDS[name].lower()}"
        for name, number in counts.by_status().items()
        if number and name != "complete"
    ]
    said.append(f"{counts.overdue} overdue" if counts.overdue else "none overdue")
    return f"{'; '.join(said)}."


def _area_effect(area: AreaReading) -> str:
    if area.effect is None:
        return "no measure can show whether this area gets better."
    return f"{area.effect.value} ({wall_words(area.measures)})."


def _area_confidence(area: AreaReading) -> str:
    judged = area.judgement
    if judged is None:
        return "the area has not been judged."
    step = _confidence(area)
    carries = f" The evidence carries as far as: {step.lower()}." if step else ""
    rests = f" {sentence(shortened(judged.evidence))}" if judged.evidence else ""
    return f"judged on {day_words(judged.as_of)}: “{judged.words}”.{carries}{rests}"


def _confidence(area: AreaReading) -> str:
    """How far the evidence of the newest judgement carries: Measure (3 of 4)."""
    step = area.judgement.confidence if area.judgement else None
    if step is None:
        return ""
    steps = list(type(step))
    return f"{step.value.capitalize()} ({steps.index(step) + 1} of {len(steps)})"


def _gap_words(read: Readings, area: AreaReading) -> str:
    rules = read.plan.reference.alert_rules
    numbers = Counter(gap.rule for gap in area.gaps)
    if not numbers:
        return "none."
    words = (
        f"{rules[rule].words.lower()}{f' ({number})' if number > 1 else ''}"
        for rule, number in numbers.items()
    )
    return f"{listed(words)}."


def _action_row(reading: ActionReading) -> tuple[Cell, ...]:
    action = reading.action
    return (
        *cells(action.ref, action.title, owner_words(reading)),
        *cells(day_words(action.due_on) if action.due_on else "no date"),
        status_cell(reading),
        *cells(_effect_words(reading.effect)),
    )


def _figure(reading: MeasureReading) -> Figure:
    measure = reading.measure
    said = told(reading)
    words = " ".join(part for part in (said.first, said.after, hidden_words(reading)) if part)
    title = f"{measure.ref} {measure.title}: {reading.effect.value}"
    return Figure(title, words, drawn(reading, f"chart-{measure.id}"), alt_words(reading))


def _other_measures(its: Sequence[MeasureReading]) -> Iterator[Block]:
    if its:
        yield Text("", "Measures without a signal:")
        yield Points(tuple(f"{m.measure.ref} {m.measure.title}: {m.words}" for m in its))
