"""What a snapshot says, whatever its format: tables of plain values from one day's readings.

The same day, sequence, schema and rules give the same bytes (settled.md, Time).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.alert import Alert
from tracker.chart_table import ChartRow, chart_rows
from tracker.comparison import Comparison, comparison
from tracker.disclosure_settings import HIDDEN
from tracker.papers.of_meetings import asked, decided
from tracker.papers.owners import without_names
from tracker.progress import Progress
from tracker.public_paper import Earlier, PublicPaper, public_paper
from tracker.public_version import PUBLIC_LABEL, Published
from tracker.readings import ActionReading, AreaReading, MeasureReading, Readings
from tracker.run_chart import RULES_VERSION
from tracker.words import day_words, listed, number_words

Value = str | int | float | date | None


@dataclass(frozen=True)
class Table:
    """A named table: its header and its rows, in the order of the screen."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Snapshot:
    """One partnership's plan as at a day, ready to be written. `schema`: the store's number.

    `names`: may papers call people by their names? Otherwise they show posts only. With `public`,
    which tells the days of published figures, it is the public version, and never has names; it is
    made beside `earlier`, the snapshots kept before it, so that two give nothing back.
    """

    stated: Progress
    schema: int
    names: bool = False
    public: Published | None = None
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def _made_public(self) -> PublicPaper | None:
        return public_paper(self.stated, self.public, self.earlier) if self.public else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever publishes this public version should know; never for the public."""
        return self._made_public.warnings if self._made_public else ()

    @cached_property
    def progress(self) -> Progress:
        """What is told: with posts instead of people, unless names are allowed."""
        if self._made_public:
            return without_names(self._made_public.progress)
        return self.stated if self.names else without_names(self.stated)

    @property
    def read(self) -> Readings:
        """The readings of the day."""
        return self.progress.now

    @cached_property
    def compared(self) -> Comparison:
        """What changed since the day the plan is compared with."""
        return comparison(self.progress.before, self.progress.now)

    @property
    def label(self) -> str:
        """Whose data these are, and which version; stands on every paper."""
        partnership = self.read.plan.partnership
        said = [PUBLIC_LABEL] if self.public else []
        if partnership.illustrative:
            said.append("Illustrative data: no real partnership")
        elif partnership.shown_as_at:
            said.append("Example from published reports")
        return ". ".join(said)

    @property
    def stamp(self) -> str:
        """The four numbers that fix what the snapshot says."""
        plan = self.read.plan
        return (
            f"As at {day_words(plan.day)}, recorded until save {plan.sequence}, "
            f"schema {self.schema}, rules {RULES_VERSION}"
        )

    def file_name(self, format_: str) -> str:
        """A name that says whose plan and which day."""
        plan = self.read.plan
        version = f", {PUBLIC_LABEL.replace(':', ',').lower()}" if self.public else ""
        name = f"{plan.partnership.slug} improvement plan as at {plan.day.isoformat()}"
        return f"{name}{version}.{format_}"

    def tables(self) -> tuple[Table, ...]:
        """Every table of the snapshot; of decisions and questions only where there are any."""
        told = decisions(self.progress), questions(self.progress)
        return (
            summary(self),
            areas(self.read.areas),
            actions(self.read.actions),
            measures(self.read.measures),
            alerts(self.read, self.progress.alerts),
            updates(self.read.actions),
            changes(self.compared),
            *(table for table in told if table.rows),
            data_points(self.read.measures),
        )


def summary(snapshot: Snapshot) -> Table:
    """The finding, the counts and their change: the numbers of the first screen."""
    progress, plan = snapshot.progress, snapshot.read.plan
    counts = progress.now.counts
    stated: list[tuple[Value, ...]] = [
        ("Partnership", plan.partnership.name, None),
        ("Plan", plan.plan.title if plan.plan else "", None),
        ("As at", plan.day, None),
        ("Changes since", progress.compared_with, None),
        ("Finding", progress.finding, None),
        ("Actions", counts.actions, None),
        *((_label(n), c, progress.changes[n]) for n, c in counts.by_status().items()),
        ("Overdue", counts.overdue, None),
        ("Alerts", len(progress.alerts), None),
        ("Made from", snapshot.stamp, None),
    ]
    if snapshot.label:
        stated.insert(0, ("Note", snapshot.label, None))
    return Table("Summary", ("What", "Value", "Change"), tuple(stated))


def areas(read: Sequence[AreaReading]) -> Table:
    """One row an area: delivery, then effect, then what is late and missing."""
    header = (
        "Area", "Title", "Actions", "Complete", "On track", "At risk", "Off track", "Not started",
        "Not reported", "Overdue", "Effect", "Gaps", "What is missing", "Newest judgement",
    )  # fmt: skip
    return Table("Areas", header, tuple(_area_row(area) for area in read))


def _area_row(area: AreaReading) -> tuple[Value, ...]:
    counts = area.counts
    missing = listed(dict.fromkeys(gap.rule.replace("_", " ") for gap in area.gaps))
    return (
        area.area.ref, area.area.title, counts.actions, *counts.by_status().values(),
        counts.overdue, area.effect.value if area.effect else "no measure", len(area.gaps), missing,
        area.judgement.words if area.judgement else "",
    )  # fmt: skip


def actions(read: Sequence[ActionReading]) -> Table:
    """The register: one row an action."""
    header = (
        "Reference", "Area", "Action", "Owner", "Status", "Progress %", "Due date",
        "Original due date", "Times extended", "Overdue", "Days overdue", "Last update",
        "Effect", "What has happened", "What is needed",
    )  # fmt: skip
    return Table("Actions", header, tuple(_action_row(reading) for reading in read))


def _action_row(reading: ActionReading) -> tuple[Value, ...]:
    action, update = reading.action, reading.update
    return (
        action.ref, f"{reading.area.ref} {reading.area.title}", action.title, reading.owner,
        reading.status.words if reading.status else "not reported",
        update.progress if update else None, action.due_on, reading.original_due_on,
        reading.times_extended, "yes" if reading.overdue else "no", reading.days_overdue,
        reading.last_update_on, reading.effect.value if reading.effect else "no measure",
        update.done if update else "", update.needed if update else "",
    )  # fmt: skip


def measures(read: Sequence[MeasureReading]) -> Table:
    """One row a measure: what it is, where it stood, where it stands, and what its points say."""
    header = (
        "Reference", "Measure", "Kind", "Unit", "Better", "Baseline", "Period of the baseline",
        "Targets", "Points", "Newest point", "Effect", "In words",
    )  # fmt: skip
    return Table("Measures", header, tuple(_measure_row(reading) for reading in read))


def _measure_row(reading: MeasureReading) -> tuple[Value, ...]:
    measure, points = reading.measure, reading.points
    targets = listed(
        f"{number_words(target.value)}"
        f"{f' by {day_words(target.by)}' if target.by else ''} ({target.term})"
        for target in measure.targets
    )
    return (
        measure.ref, measure.title, measure.measure_kind.value, measure.unit, measure.better.value,
        measure.baseline, measure.baseline_period, targets, len(points.dates),
        points.newest_on, reading.effect.value, reading.words,
    )  # fmt: skip


def alerts(read: Readings, found: Sequence[Alert]) -> Table:
    """One row an alert, worst first."""
    rules = read.plan.reference.alert_rules
    rows = tuple(
        (rules[a.rule].words, a.kind, a.ref, a.title, a.owner, a.since, a.days, a.why)
        for a in found
    )
    header = ("Alert", "About", "Reference", "Title", "Owner", "Since", "Days", "Why")
    return Table("Alerts", header, rows)


def updates(read: Sequence[ActionReading]) -> Table:
    """One row an action that was reported on: its newest report, whole."""
    header = (
        "Reference", "Action", "As of", "Status", "Progress %", "What has happened",
        "What the data show", "What is next", "What is needed", "Evidence",
    )  # fmt: skip
    rows = tuple(
        (
            reading.action.ref, reading.action.title, told.as_of, told.status.words, told.progress,
            told.done, told.data_show, told.next, told.needed, told.evidence_link,
        )
        for reading in read
        if (told := reading.update)
    )  # fmt: skip
    return Table("Updates", header, rows)


def changes(compared: Comparison) -> Table:
    """One row a change since the day compared with, in the order a meeting hears them."""
    header = ("Change", "About", "Reference", "Title", "In words")
    rows = tuple(
        (c.sort.value, c.kind.replace("_", " "), c.ref, c.title, c.says) for c in compared.changes
    )
    return Table("Changes since", header, rows)


def decisions(progress: Progress) -> Table:
    """One row a decision of the meetings since the day compared with."""
    header = ("Meeting", "Decision", "Who sees to it", "By", "Action", "Delivery")
    rows = tuple(
        (d.on, d.decision.words, d.owner, d.decision.due_on, d.action_ref, d.standing)
        for d in decided(progress)
    )
    return Table("Decisions", header, rows)


def questions(progress: Progress) -> Table:
    """One row a question of the meetings since, or still open."""
    header = ("Meeting", "Question", "Who answers", "By", "Answer", "How it stands")
    rows = tuple(
        (q.on, q.logged.question.words, q.logged.asked_of, q.logged.question.answer_by,
         q.logged.question.answer, q.logged.state)
        for q in asked(progress)
    )  # fmt: skip
    return Table("Questions", header, rows)


def data_points(read: Sequence[MeasureReading]) -> Table:
    """One row a point of a measure, as its chart draws it."""
    header = ("Measure", "Period ending", "Value", "Median", "Signal", "Left out", "Note")
    rows = tuple(_point_row(m, row) for m in read for row in chart_rows(m))
    return Table("Data points", header, rows)


def _point_row(reading: MeasureReading, row: ChartRow) -> tuple[Value, ...]:
    value = HIDDEN if row.day in reading.points.hidden else row.value
    return (
        reading.measure.ref, row.day, value, row.median, "; ".join(row.parts),
        "yes" if row.excluded else "no", row.note,
    )  # fmt: skip


def _label(status: str) -> str:
    return status.replace("_", " ").capitalize()
