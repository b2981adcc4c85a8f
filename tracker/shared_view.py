"""The public version of a plan as the screen shows it, whatever day is asked for.

    shared_progress(progress_at, published, Moment(day, sequence), newest)

Each day is made public beside the snapshots kept before it and beside the newest day of the plan:
what one of them hides, no other screen shows (public_paper.py).
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from tracker.meetings import KeptSnapshot
from tracker.papers.owners import without_names
from tracker.progress import Progress
from tracker.public_paper import Earlier, kept_before, public_paper
from tracker.public_version import Published

# The other pages are for those who keep the plan: what is written there is not for everybody.
PUBLIC_PAGES = frozenset({
    "progress", "area", "tests", "test", "charts", "measure", "actions", "alerts", "meeting",
    "snapshots",
})  # fmt: skip
# What opens a form or a dialog in which something is changed, in the address.
EDITING = ("add", "change", "within", "points", "owners", "cycle")
READ_ONLY = (
    "This is the public view, in which nothing can be changed. Turn “Public view” off in the "
    "sidebar, then open it again."
)
VIEW_WORDS = "Public view: small numbers hidden"


class Moment(NamedTuple):
    """A day, and what had been recorded by then."""

    day: date
    sequence: int


ProgressAt = Callable[[date, int], Progress]


def shared_progress(
    progress_at: ProgressAt, published: Published, asked: Moment, newest: Moment
) -> Progress:
    """The plan as at `asked` for everybody, now and before; posts stand for people."""
    stated = progress_at(*asked)
    earlier = tuple(_earlier(progress_at, asked, newest))
    return without_names(public_paper(stated, published, earlier).progress)


def _earlier(progress_at: ProgressAt, asked: Moment, newest: Moment) -> Iterator[Earlier]:
    """The snapshots kept before, oldest first, then the newest day where that is another one."""
    latest = progress_at(*newest)
    for kept in kept_before(latest.now.plan.current(KeptSnapshot), *asked):
        yield _plans(progress_at(kept.day, kept.until))
    if newest != asked:
        yield _plans(latest)


def _plans(progress: Progress) -> Earlier:
    return Earlier(progress.now.plan, progress.before.plan)
