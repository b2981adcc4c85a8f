"""The question log: what meetings asked, who answers, by when, and what is late."""

from dataclasses import dataclass

from tracker.meetings import Question
from tracker.plan_as_at import PlanAsAt, natural
from tracker.words import counted, day_words


@dataclass(frozen=True)
class Logged:
    """A question as the log tells it. `days_late`: since when an answer was due, 0 if not late."""

    question: Question
    asked_of: str
    days_late: int

    @property
    def open(self) -> bool:
        """Has nobody answered it yet?"""
        return not self.question.answer

    @property
    def state(self) -> str:
        """How it stands, in a few words."""
        if self.days_late:
            return f"{counted(self.days_late, 'day')} late"
        if not self.open:
            on = self.question.answered_on
            return f"answered on {day_words(on)}" if on else "answered"
        by = self.question.answer_by
        return f"answer by {day_words(by)}" if by else "open, without a date"


def question_log(plan: PlanAsAt) -> tuple[Logged, ...]:
    """Every question as at the day: open ones first, the latest on top; then those answered."""
    found = [_logged(plan, question) for question in plan.current(Question)]
    return tuple(
        sorted(found, key=lambda one: (not one.open, -one.days_late, natural(one.question.ref)))
    )


def _logged(plan: PlanAsAt, question: Question) -> Logged:
    by = question.answer_by
    late = 0 if question.answer or by is None else max(0, (plan.day - by).days)
    return Logged(question, plan.owner_words(question.asked_of), late)
