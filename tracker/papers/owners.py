"""Owners in papers: posts. A name of a person stands there only where the partnership says so.

Names of people can be erased (settled.md, Records), a snapshot must give the same bytes for ever:
so without names nothing in a paper depends on the table of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from tracker.people import Group, Person, Post
from tracker.plan_as_at import PlanAsAt
from tracker.progress import Progress
from tracker.readings import Readings
from tracker.records import Record

UNNAMED = "a named person"
# Fields of records that say who: an owner is a post, a group, or a person.
_WHO = ("owner_id", "lead_group_id", "asked_of")


def without_names(progress: Progress) -> Progress:
    """The same progress, with every person called by the post they hold, if any."""
    return replace(progress, now=_told(progress.now), before=_told(progress.before))


def _told(read: Readings) -> Readings:
    """The readings as they are, but for what owners are called."""
    plan = _unnamed(read.plan)
    actions = (replace(a, owner=plan.owner_words(a.action.owner_id)) for a in read.actions)
    tests = (replace(t, owner=plan.owner_words(t.test.owner_id)) for t in read.tests)
    return replace(read, plan=plan, actions=tuple(actions), tests=tuple(tests))


def _unnamed(plan: PlanAsAt) -> PlanAsAt:
    """The plan with a table of people that follows from the versions alone."""
    known = {*plan.histories.get(Post, ()), *plan.histories.get(Group, ())}
    people = {
        who: Person(id=who, name=_post_words(plan, who))
        for who in set(_stated(plan.histories)) - known
    }
    return replace(plan, people=people)


def _stated(histories: Mapping[type[Record], Mapping[UUID, tuple[Any, ...]]]) -> Iterator[UUID]:
    """Everybody and everything that was ever said to own something."""
    for kind, records in histories.items():
        its = [name for name in _WHO if name in kind.model_fields]
        for version in (one for versions in records.values() if its for one in versions):
            yield from (who for name in its if (who := getattr(version.record, name)))


def _post_words(plan: PlanAsAt, person: UUID) -> str:
    held = (post for post in plan.post.values() if post.person_id == person)
    return next((post.title for post in held if _is_held(post, plan)), UNNAMED)


def _is_held(post: Post, plan: PlanAsAt) -> bool:
    return post.ends_on is None or post.ends_on >= plan.day
