"""Which fields a person fills in for each kind of record, and what there is to choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tracker.evidence import Confidence, Doubt, Judgement, Meeting
from tracker.measures import Better, DataPoint, Frequency, Measure, MeasureKind
from tracker.meeting_steps import Group as StepGroup
from tracker.meetings import MeetingDecision, Question
from tracker.people import Group, Post
from tracker.plan import Action, Area, Outcome, Partnership, Plan
from tracker.plan_as_at import PlanAsAt
from tracker.records import Record
from tracker.tests_of_change import Aim, ChangeIdea, Driver, RampStage, TestOfChange

Options = Callable[[PlanAsAt], Mapping[Any, str]]


@dataclass(frozen=True)
class Asked:
    """One field of a form: its name in the model, how it is asked, and what can be chosen."""

    name: str
    how: str
    options: Options | None = None


def _areas(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {area.id: f"{area.ref} {area.title}" for area in plan.areas}


def _outcomes(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {outcome.id: outcome.words for outcome in plan.outcome.values()}


def _measures(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {measure.id: f"{measure.ref} {measure.title}" for measure in plan.measures}


def _groups(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {group.id: group.name for group in plan.group.values()}


def _people(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {person.id: person.name for person in plan.people.values()}


def _posts(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {post.id: post.title for post in plan.post.values()}


def accountable(plan: PlanAsAt) -> Mapping[UUID, str]:
    """Posts first, then people; a group can be kept, and shows as a gap."""
    groups = {id_: f"{name} (a group: name one post)" for id_, name in _groups(plan).items()}
    return {**_posts(plan), **_people(plan), **groups}


def _supporters(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {**_posts(plan), **_groups(plan), **_people(plan)}


def _aims(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {aim.id: aim.words for aim in plan.aims}


def _drivers(plan: PlanAsAt) -> Mapping[UUID, str]:
    aims = _aims(plan)
    return {d.id: f"{d.words} ({aims.get(d.aim_id, 'no aim')})" for d in plan.drivers}


def _primary_drivers(plan: PlanAsAt) -> Mapping[UUID, str]:
    secondary = {driver.id for driver in plan.drivers if driver.under_id}
    return {id_: words for id_, words in _drivers(plan).items() if id_ not in secondary}


def _ideas(plan: PlanAsAt) -> Mapping[UUID, str]:
    return {idea.id: idea.words for idea in plan.ideas}


def _stages(_plan: PlanAsAt) -> Mapping[RampStage, str]:
    return {stage: stage.words.capitalize() for stage in RampStage}


def _meeting_steps(_plan: PlanAsAt) -> Mapping[str, str]:
    """The groups of steps, in their usual order."""
    return {str(step): str(step).capitalize() for step in StepGroup}


def _words_of(kind: type[Any]) -> Options:
    return lambda _plan: {member: member.value.capitalize() for member in kind}


def _listed(name: str, column: str) -> Options:
    return lambda plan: {
        getattr(row, column): f"{row.key} {getattr(row, 'name', '')}".strip()
        if column == "id"
        else getattr(row, column)
        for row in plan.reference.lists[name]
    }


FORMS: Mapping[type[Record], tuple[Asked, ...]] = {
    Partnership: (Asked("name", "line"),),
    Plan: (
        Asked("title", "line"),
        Asked("starts_on", "day"),
        Asked("ends_on", "day"),
        Asked("lead_group_id", "one_of", _groups),
    ),
    Area: (
        Asked("ref", "line"),
        Asked("title", "line"),
        Asked("wording", "text"),
        Asked("raised_in", "line"),
        Asked("raised_on", "day"),
        Asked("lead_group_id", "one_of", _groups),
    ),
    Outcome: (
        Asked("area_id", "one_of", _areas),
        Asked("words", "text"),
        Asked("wellbeing", "many_of", _listed("wellbeing", "name")),
        Asked("quality_indicators", "many_of", _listed("quality_indicators", "id")),
    ),
    Action: (
        Asked("ref", "line"),
        Asked("title", "line"),
        Asked("what", "text"),
        Asked("area_id", "one_of", _areas),
        Asked("owner_id", "one_of", accountable),
        Asked("due_on", "day"),
        Asked("outcome_id", "one_of", _outcomes),
        Asked("measure_ids", "many_of", _measures),
        Asked("starts_on", "day"),
        Asked("also_serves", "many_of", _areas),
        Asked("supporting", "many_of", _supporters),
        Asked("resources", "text"),
    ),
    Measure: (
        Asked("ref", "line"),
        Asked("title", "line"),
        Asked("area_id", "one_of", _areas),
        Asked("measure_kind", "choice", _words_of(MeasureKind)),
        Asked("better", "choice", _words_of(Better)),
        Asked("definition", "text"),
        Asked("unit", "line"),
        Asked("numerator", "line"),
        Asked("denominator", "line"),
        Asked("outcome_ids", "many_of", _outcomes),
        Asked("baseline", "number"),
        Asked("baseline_period", "line"),
        Asked("baseline_points", "whole"),
        Asked("short_target", "number"),
        Asked("short_by", "day"),
        Asked("medium_target", "number"),
        Asked("medium_by", "day"),
        Asked("impact_target", "number"),
        Asked("impact_by", "day"),
        Asked("frequency", "one_of", _words_of(Frequency)),
        Asked("data_source", "line"),
        Asked("owner_id", "one_of", accountable),
    ),
    DataPoint: (
        Asked("measure_id", "one_of", _measures),
        Asked("on", "day"),
        Asked("value", "number"),
        Asked("denominator", "number"),
        Asked("published", "yes_no"),
    ),
    Judgement: (
        Asked("area_id", "one_of", _areas),
        Asked("as_of", "day"),
        Asked("words", "one_of_or_new", _listed("judgement_words", "words")),
        Asked("made_by", "line"),
        Asked("quality_indicator", "one_of", _listed("quality_indicators", "id")),
        Asked("evidence", "text"),
        Asked("confidence", "one_of", _words_of(Confidence)),
    ),
    Doubt: (Asked("words", "text"), Asked("decision", "text"), Asked("grounds", "text")),
    Meeting: (
        Asked("on", "day"),
        Asked("title", "line"),
        Asked("group_id", "one_of", _groups),
        Asked("agenda", "text"),
        Asked("steps", "many_of", _meeting_steps),
        Asked("present", "many_of", _posts),
        Asked("apologies", "many_of", _posts),
    ),
    Aim: (
        Asked("words", "text"),
        Asked("area_id", "one_of", _areas),
        Asked("how_much", "line"),
        Asked("by", "day"),
        Asked("for_whom", "line"),
        Asked("measure_id", "one_of", _measures),
        Asked("closed_on", "day"),
    ),
    Driver: (
        Asked("words", "line"),
        Asked("aim_id", "one_of", _aims),
        Asked("under_id", "one_of", _primary_drivers),
    ),
    ChangeIdea: (Asked("words", "line"), Asked("driver_id", "one_of", _drivers)),
    TestOfChange: (
        Asked("ref", "line"),
        Asked("title", "line"),
        Asked("area_id", "one_of", _areas),
        Asked("idea_id", "one_of", _ideas),
        Asked("theory", "text"),
        Asked("measure_ids", "many_of", _measures),
        Asked("where", "line"),
        Asked("owner_id", "one_of", accountable),
        Asked("stage", "choice", _stages),
        Asked("evaluate_on", "day"),
        Asked("evaluated_on", "day"),
        Asked("evaluation", "text"),
    ),
    MeetingDecision: (
        Asked("words", "text"),
        Asked("owner_id", "one_of", accountable),
        Asked("due_on", "day"),
        Asked("area_id", "one_of", _areas),
    ),
    Question: (
        Asked("words", "text"),
        Asked("asked_of", "one_of", accountable),
        Asked("answer_by", "day"),
        Asked("answer", "text"),
        Asked("answered_on", "day"),
    ),
    Post: (
        Asked("title", "line"),
        Asked("organisation", "line"),
        Asked("person_id", "one_of", _people),
        Asked("starts_on", "day"),
        Asked("ends_on", "day"),
    ),
    Group: (
        Asked("name", "line"),
        Asked("reports_to", "many_of", _groups),
        Asked("meets_every", "line"),
    ),
}

KINDS: Mapping[str, type[Record]] = {kind.kind: kind for kind in FORMS}
