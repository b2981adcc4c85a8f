"""What the SMART check says of a letter, and what an action states for it to judge."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.measures import MeasureKind
from tracker.smart_notes import Verdict

_QUOTED = 60


class Finding(NamedTuple):
    """A verdict with its reason in words and what would mend it; `mend` is '' where it passes."""

    verdict: Verdict
    reason: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class StatedMeasure:
    """A measure as a record or a cell states it. `unit` is '' where nobody says.

    `kind` is None for words from a published plan, which do not say.
    """

    words: str
    defined: bool
    baseline: bool
    baseline_dated: bool
    target: bool
    target_dated: bool
    kind: MeasureKind | None = None
    rate: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What an action states, by whichever door it came in.

    `owner_is`: "post", "person" or "group" where the record says so; '' where the words must.
    `due_text` is what was written where no date stands. `moved` counts moves to a later day, and
    `often` how many are too many. `starts_on` and `ends_on` are the plan's. `open_on` is the day of
    the check, where the action is not complete on it.
    """

    title: str
    what: str = ""
    owner: str = ""
    owner_is: str = ""
    resources: str = ""
    due_on: date | None = None
    due_text: str = ""
    moved: int = 0
    often: int = 2
    starts_on: date | None = None
    ends_on: date | None = None
    open_on: date | None = None
    area: str = ""
    outcome: str = ""
    quality_indicator: str = ""
    measures: tuple[StatedMeasure, ...] = ()


def quoted(text: str) -> str:
    """The words in question, in quotation marks, on one line and not too many of them."""
    line = " ".join(text.split()).rstrip(".,;:")
    return f"“{line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + '…'}”"
