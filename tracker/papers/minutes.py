"""The minutes of a meeting: who came, what changed, what was decided and asked, by whom and when.

The same tree as the committee paper, so that Word and HTML render it alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.comparison import Comparison
from tracker.evidence import Meeting
from tracker.meeting_steps import change_rows
from tracker.meetings import MeetingDecision, Question
from tracker.papers import as_docx, as_html
from tracker.papers.content import Block, Fact, Grid, Heading, Paper, Points, Text, cells
from tracker.papers.owners import UNNAMED
from tracker.plan_as_at import PlanAsAt, natural
from tracker.words import day_words, long_day_words


@dataclass(frozen=True)
class Minutes:
    """A meeting that ended, the plan as it was then recorded, and what the screen showed."""

    meeting: Meeting
    plan: PlanAsAt
    compared: Comparison


def paper(minutes: Minutes) -> Paper:
    """The minutes; people are called by their posts."""
    meeting, plan = minutes.meeting, minutes.plan
    title = plan.plan.title if plan.plan else "Improvement plan"
    group = plan.group.get(meeting.group_id) if meeting.group_id else None
    data = "Illustrative data: no real partnership" if plan.partnership.illustrative else ""
    return Paper(
        name=plan.partnership.name,
        title=f"Minutes: {meeting.title or title}",
        subtitle=f"Meeting of {long_day_words(meeting.on)}",
        label=data,
        stamp=f"Written down in the meeting of {day_words(meeting.on)}, until save {plan.sequence}",
        facts=(
            Fact("Group", group.name if group else "", "name the group that met"),
            Fact("Date", long_day_words(meeting.on)),
            Fact("Present", _titles(plan, meeting.present), "say who came"),
            Fact("Apologies", _titles(plan, meeting.apologies) or "none"),
        ),
        blocks=tuple(_blocks(minutes)),
    )


def _titles(plan: PlanAsAt, posts: Sequence[UUID]) -> str:
    return "; ".join(plan.post[who].title for who in posts if who in plan.post)


def _blocks(minutes: Minutes) -> Iterator[Block]:
    meeting, plan = minutes.meeting, minutes.plan
    if meeting.agenda:
        yield Heading(1, "", "Agenda")
        yield Points(tuple(line.strip() for line in meeting.agenda.splitlines() if line.strip()))
    yield Heading(1, "", "What had changed")
    yield Text(minutes.compared.summary)
    if rows := change_rows(minutes.compared):
        yield Points(tuple(f"{row.count} {row.words}: {row.names}" for row in rows))
    yield from _decisions(plan, meeting)
    yield from _questions(plan, meeting)


def _decisions(plan: PlanAsAt, meeting: Meeting) -> Iterator[Block]:
    yield Heading(1, "", "Decisions")
    its = [one for one in plan.current(MeetingDecision) if one.meeting_id == meeting.id]
    its.sort(key=lambda one: natural(one.ref))
    if not its:
        yield Text("No decision was written down.")
        return
    rows = tuple(
        cells(place, one.words, _who(plan, one.owner_id), _day(one.due_on), _action(plan, one))
        for place, one in enumerate(its, 1)
    )
    yield Grid("What was decided", ("No", "Decision", "Who sees to it", "By", "Action"), rows,
               (6, 50, 22, 13, 9))  # fmt: skip


def _questions(plan: PlanAsAt, meeting: Meeting) -> Iterator[Block]:
    its = [one for one in plan.current(Question) if one.meeting_id == meeting.id]
    its.sort(key=lambda one: natural(one.ref))
    if not its:
        return
    yield Heading(1, "", "Questions")
    rows = tuple(
        cells(place, one.words, _who(plan, one.asked_of), _day(one.answer_by))
        for place, one in enumerate(its, 1)
    )
    yield Grid("What was asked", ("No", "Question", "Who answers", "By"), rows, (6, 56, 24, 14))


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def _action(plan: PlanAsAt, decision: MeetingDecision) -> str:
    action = plan.action.get(decision.action_id) if decision.action_id else None
    return action.ref if action else ""


def _who(plan: PlanAsAt, who: UUID | None) -> str:
    """A post or a group by its name; a person by the post they hold, never by name."""
    if who is None:
        return "nobody named"
    if who in plan.post or who in plan.group:
        return plan.owner_words(who)
    return next((p.title for p in plan.post.values() if p.person_id == who), UNNAMED)


FORMATS = ("docx", "html")


def written(format_: str, minutes: Minutes, template: bytes | None = None) -> bytes:
    """The minutes in one of FORMATS; the same minutes give the same bytes. Raises Refusal.

    A Word document looks like `template`; in HTML every text typed by people is escaped.
    """
    if format_ == "docx":
        return as_docx.rendered(paper(minutes), minutes.meeting.on, template)
    return as_html.rendered(paper(minutes)).encode()
