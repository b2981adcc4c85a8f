"""What meetings decided and asked since the day the plan is compared with, that day included.

Questions that nobody has answered are told however old they are. The public version has none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.evidence import Meeting
from tracker.meetings import MeetingDecision
from tracker.papers.content import Block, Grid, Text, cells
from tracker.papers.told import shortened
from tracker.plan_as_at import PlanAsAt, natural
from tracker.progress import Progress
from tracker.question_log import Logged, question_log
from tracker.words import counted, day_words

DECISIONS_SHOWN = QUESTIONS_SHOWN = 12


@dataclass(frozen=True)
class Decided:
    """A decision, with the day of its meeting, who sees to it, and how its action stands."""

    on: date
    decision: MeetingDecision
    owner: str
    action_ref: str
    standing: str


@dataclass(frozen=True)
class Asked:
    """A question, with the day of its meeting and how it stands in the question log."""

    on: date
    logged: Logged


def decided(progress: Progress) -> tuple[Decided, ...]:
    """The decisions of the meetings since, the newest meeting first."""
    plan, read = progress.now.plan, progress.now
    found = []
    for meeting in _since(plan, progress.compared_with):
        its = [one for one in plan.current(MeetingDecision) if one.meeting_id == meeting.id]
        for one in sorted(its, key=lambda one: natural(one.ref)):
            action = read.action.get(one.action_id) if one.action_id else None
            standing = action.status.words if action and action.status else ""
            ref = action.action.ref if action else ""
            found.append(Decided(meeting.on, one, plan.owner_words(one.owner_id), ref, standing))
    return tuple(found)


def asked(progress: Progress) -> tuple[Asked, ...]:
    """The questions of the meetings since, and those still open; open ones first."""
    plan = progress.now.plan
    days = {meeting.id: meeting.on for meeting in plan.meetings}
    recent = {meeting.id for meeting in _since(plan, progress.compared_with)}
    return tuple(
        Asked(days[one.question.meeting_id], one)
        for one in question_log(plan)
        if one.question.meeting_id in days and (one.open or one.question.meeting_id in recent)
    )


def _since(plan: PlanAsAt, day: date) -> list[Meeting]:
    """The meetings from `day` to the day of the plan, the newest first."""
    return [meeting for meeting in reversed(plan.meetings) if day <= meeting.on <= plan.day]


def meeting_blocks(progress: Progress) -> Iterator[Block]:
    """Both as tables of a paper; nothing where nothing was written down."""
    decisions, questions = decided(progress), asked(progress)
    if decisions:
        days = ", ".join(day_words(day) for day in dict.fromkeys(one.on for one in decisions))
        yield Text(f"Meetings took {counted(len(decisions), 'decision')} ({days}).")
        yield Grid(
            f"Decisions of meetings{_rest(decisions, DECISIONS_SHOWN)}",
            ("Meeting", "Decision", "Who sees to it", "By", "Action"),
            tuple(
                cells(
                    day_words(one.on), shortened(one.decision.words), one.owner or "nobody named",
                    day_words(one.decision.due_on) if one.decision.due_on else "no date",
                    " ".join(part for part in (one.action_ref, one.standing) if part),
                )
                for one in decisions[:DECISIONS_SHOWN]
            ),
            (14, 40, 20, 13, 13),
        )  # fmt: skip
    if questions:
        waiting = sum(one.logged.open for one in questions)
        open_ = f"{waiting or 'none'} without an answer yet"
        yield Text(f"Meetings asked {counted(len(questions), 'question')}, {open_}.")
        yield Grid(
            f"Questions of meetings{_rest(questions, QUESTIONS_SHOWN)}",
            ("Meeting", "Question", "Who answers", "How it stands"),
            tuple(
                cells(
                    day_words(one.on), _words(one.logged),
                    one.logged.asked_of or "nobody named", one.logged.state,
                )
                for one in questions[:QUESTIONS_SHOWN]
            ),
            (14, 46, 20, 20),
        )  # fmt: skip


def _words(logged: Logged) -> str:
    answer = logged.question.answer
    words = shortened(logged.question.words)
    return f"{words}\nAnswer: {shortened(answer)}" if answer else words


def _rest(found: Sequence[object], shown: int) -> str:
    rest = len(found) - shown
    return f" (and {rest} more, in the workbook)" if rest > 0 else ""
