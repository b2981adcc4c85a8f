"""Improvement science in records: aim, drivers, change ideas, tests of change and PDSA cycles.

The chain is aim -> primary driver -> secondary driver -> change idea -> test of change -> cycle.
The prediction is written before Do begins, Study holds the result against it, and Act is one of
four decisions (product.md, Words). An abandoned test is learning, not failure.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from tracker.records import Line, Name, Record, Text, Words


class RampStage(StrEnum):
    """How far a test has grown, smallest first (the ramp)."""

    ONE = "one"
    WIDER = "wider"
    SEVERAL_SITES = "several_sites"
    IMPLEMENTING = "implementing"
    SPREAD = "spread"

    @property
    def words(self) -> str:
        """As people say it: one person or case."""
        return _STAGES[self]


_STAGES = {
    RampStage.ONE: "one person or case",
    RampStage.WIDER: "wider",
    RampStage.SEVERAL_SITES: "several sites",
    RampStage.IMPLEMENTING: "implementing",
    RampStage.SPREAD: "spread",
}


class AsPlanned(StrEnum):
    """Was Do carried out as planned?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Decision(StrEnum):
    """What Act decides about a change."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    ABANDON = "abandon"
    TEST_AGAIN = "test_again"

    @property
    def words(self) -> str:
        """As an instruction: test again."""
        return self.value.replace("_", " ")

    @property
    def done(self) -> str:
        """As it is said afterwards: adopted."""
        return _DECIDED[self]

    @property
    def ends_the_test(self) -> bool:
        """Does the test end here? Adapting and testing again go on with a next cycle."""
        return self in {Decision.ADOPT, Decision.ABANDON}


_DECIDED = {
    Decision.ADOPT: "adopted",
    Decision.ADAPT: "adapted",
    Decision.ABANDON: "abandoned",
    Decision.TEST_AGAIN: "to be tested again",
}


class Aim(Record):
    """What a driver diagram sets out to change: how much, by when, for whom. Belongs to an area.

    `words` is the whole aim as a sentence. Live until `closed_on`.
    """

    kind: ClassVar[str] = "aim"
    not_ahead: ClassVar[tuple[str, ...]] = ("closed_on",)

    ref: Name = Field(title="Reference")
    area_id: UUID = Field(title="Area")
    words: Words = Field(title="Aim")
    how_much: Line = Field("", title="How much")
    by: date | None = Field(None, title="By when")
    for_whom: Line = Field("", title="For whom")
    measure_id: UUID | None = Field(None, title="Measure")
    closed_on: date | None = Field(None, title="Closed on")


class Driver(Record):
    """What has to change for the aim; primary, or secondary `under` a primary one."""

    kind: ClassVar[str] = "driver"

    ref: Name = Field(title="Reference")
    aim_id: UUID = Field(title="Aim")
    under_id: UUID | None = Field(None, title="Under the primary driver")
    words: Name = Field(title="Driver")

    @field_validator("under_id")
    @classmethod
    def _is_under_another(cls, under: UUID | None, stated: ValidationInfo) -> UUID | None:
        if under and under == stated.data.get("id"):
            raise ValueError("A driver cannot stand under itself. Choose another driver.")
        return under


class ChangeIdea(Record):
    """Something that could be tried to move a driver."""

    kind: ClassVar[str] = "change_idea"

    ref: Name = Field(title="Reference")
    driver_id: UUID = Field(title="Driver")
    words: Name = Field(title="Change idea")


class TestOfChange(Record):
    """One change idea tried out, cycle by cycle. `evaluate_on` may lie ahead."""

    __test__: ClassVar[bool] = False  # for pytest, which collects classes named like this
    kind: ClassVar[str] = "test_of_change"
    not_ahead: ClassVar[tuple[str, ...]] = ("evaluated_on",)

    ref: Name = Field(title="Reference")
    title: Name = Field(title="Short title")
    area_id: UUID = Field(title="Area")
    idea_id: UUID | None = Field(None, title="Change idea")
    theory: Text = Field("", title="Theory: if we do this, what follows, and why")
    measure_ids: tuple[UUID, ...] = Field((), title="Measures")
    where: Line = Field("", title="Where")
    stage: RampStage = Field(RampStage.ONE, title="How far it has grown")
    owner_id: UUID | None = Field(None, title="Owner")
    evaluate_on: date | None = Field(None, title="Evaluation due")
    evaluated_on: date | None = Field(None, title="Evaluated on")
    evaluation: Text = Field("", title="What the evaluation found", validate_default=True)

    @field_validator("evaluation")
    @classmethod
    def _says_what_was_found(cls, found: str, stated: ValidationInfo) -> str:
        if stated.data.get("evaluated_on") and not found:
            raise ValueError("Say what the evaluation found, or leave the day of it empty.")
        return found


class PdsaCycle(Record):
    """One cycle of a test: plan, do, study, act; each step may be left empty and come back to.

    Raises ValidationError for a Do or Study without a prediction, an Act without a Study, a Do
    that ends before it starts, and a Study dated before Do started.
    """

    kind: ClassVar[str] = "pdsa_cycle"
    not_ahead: ClassVar[tuple[str, ...]] = ("studied_on", "decided_on")

    ref: Name = Field(title="Reference")
    test_id: UUID = Field(title="Test of change")
    number: int = Field(ge=1, le=999, title="Number of the cycle")
    question: Words = Field(title="What do we want to find out?")
    prediction: Text = Field("", title="What do we predict will happen?")
    what: Text = Field("", title="What will be done")
    who: Line = Field("", title="Who does it")
    where: Line = Field("", title="Where")
    starts_on: date | None = Field(None, title="Do starts on")
    ends_on: date | None = Field(None, title="Do ends on")
    how_many: Line = Field("", title="How many people or cases")
    data_to_collect: Text = Field("", title="Data to collect")
    as_planned: AsPlanned | None = Field(None, title="Carried out as planned?")
    happened: Text = Field("", title="What happened", validate_default=True)
    surprises: Text = Field("", title="Surprises")
    studied_on: date | None = Field(None, title="Studied on")
    result: Text = Field("", title="The result against the prediction", validate_default=True)
    learning: Text = Field("", title="What we learned")
    decision: Decision | None = Field(None, title="What do we decide?")
    decided_on: date | None = Field(None, title="Decided on")
    next_cycle: Text = Field("", title="What the next cycle will try", validate_default=True)

    @field_validator("ends_on")
    @classmethod
    def _ends_after_it_starts(cls, ends_on: date | None, stated: ValidationInfo) -> date | None:
        starts_on = stated.data.get("starts_on")
        if ends_on and starts_on and ends_on < starts_on:
            raise ValueError("Do ends before it starts. Check both dates.")
        return ends_on

    @field_validator("happened")
    @classmethod
    def _was_predicted_first(cls, happened: str, stated: ValidationInfo) -> str:
        begun = happened or stated.data.get("as_planned")
        if begun and not stated.data.get("prediction"):
            raise ValueError("Write the prediction first: step 1. Without it nothing is learned.")
        return happened

    @field_validator("studied_on", "decided_on")
    @classmethod
    def _comes_after_do_began(cls, day: date | None, stated: ValidationInfo) -> date | None:
        starts_on = stated.data.get("starts_on")
        if day and starts_on and day < starts_on:
            raise ValueError("This day is before Do started. Check both dates.")
        return day

    @field_validator("result")
    @classmethod
    def _is_held_against_a_prediction(cls, result: str, stated: ValidationInfo) -> str:
        if result and not stated.data.get("prediction"):
            raise ValueError("There is no prediction to hold the result against. Write it first.")
        return result

    @field_validator("decision")
    @classmethod
    def _follows_a_study(cls, decision: Decision | None, stated: ValidationInfo) -> Decision | None:
        if decision and not stated.data.get("result"):
            raise ValueError("Study comes before Act: say in step 3 what the result was.")
        return decision

    @property
    def step(self) -> str:
        """The step that comes next: plan, do, study, act; or done."""
        if self.decision:
            return "done"
        if self.result:
            return "act"
        if self.happened:
            return "study"
        return "do" if self.prediction and self.starts_on else "plan"


class PhaseDecision(StrEnum):
    """What a person made of a new phase that was proposed, or that they saw themselves."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class NewPhase(Record):
    """A person's decision about a new phase of a measure: from the point on `starts_on`.

    Accepted: the points from there on get a median of their own. Dismissed: the proposal is not
    made again for that point. `evidence` is what the chart showed when they decided.
    """

    kind: ClassVar[str] = "new_phase"
    not_ahead: ClassVar[tuple[str, ...]] = ("starts_on",)

    measure_id: UUID = Field(title="Measure")
    starts_on: date = Field(title="First point of the new phase")
    decision: PhaseDecision = Field(title="Decision")
    why: Words = Field(title="Reason")
    cycle_id: UUID | None = Field(None, title="PDSA cycle")
    evidence: Text = Field("", title="What the chart showed")


class PointMark(Record):
    """What a person says about the point of a measure on one day: a note, and how it counts.

    `excluded`: drawn and counted nowhere. `astronomical`: stands out by judgement (Perla 2011;
    never computed). Either needs its note.
    """

    kind: ClassVar[str] = "point_mark"

    measure_id: UUID = Field(title="Measure")
    on: date = Field(title="Point")
    excluded: bool = Field(default=False, title="Leave it out of the median and the rules")
    astronomical: bool = Field(default=False, title="It stands out from all others (our judgement)")
    note: Words = Field(title="Note on the point")
