"""What a paper is made of, whatever its format: headings, texts, tables and figures, in order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the paper. `number` stands before the words."""

    level: int
    number: str
    words: str


@dataclass(frozen=True)
class Text:
    """A paragraph; `lead` is set in bold before it, `number` before both."""

    words: str
    lead: str = ""
    number: str = ""


@dataclass(frozen=True)
class Quote:
    """Somebody's own words: the inspectors' of an area. `source` says whose."""

    words: str
    source: str = ""


@dataclass(frozen=True)
class Points:
    """Short items, one under the other; `numbered` like recommendations: (1), (2).

    `inset`: they belong to a numbered paragraph, and stand under its words.
    """

    items: tuple[str, ...]
    numbered: bool = False
    inset: bool = False


@dataclass(frozen=True)
class ForAuthor:
    """What the plan does not know and the author of the paper has to write."""

    words: str


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `paint` names a delivery status whose colour it has."""

    words: str
    paint: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with one header row; `widths` are shares of the width of the page.

    The first cell of a row names it. `total`: the last row adds the others up.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    total: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing as SVG; `words` stand with it, `alt` is for whoever does not see it."""

    title: str
    words: str
    svg: str
    alt: str


Block = Heading | Text | Quote | Points | ForAuthor | Grid | Figure


@dataclass(frozen=True)
class Fact:
    """A line of the front: report to, date of the meeting. Without words the author fills it in."""

    name: str
    words: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole paper. `label` says whose data these are, on every page; `stamp` what fixes them."""

    name: str
    title: str
    subtitle: str
    label: str
    stamp: str
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]

    @property
    def whole_title(self) -> str:
        """As a document is called: whose plan, and which."""
        return f"{self.name}: {self.title}"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The drawings, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))


# Fill and text of each delivery status (look.md, Delivery status, light).
PAINTS = {
    "complete": ("17468C", "FFFFFF"),
    "on_track": ("1F8368", "FFFFFF"),
    "at_risk": ("F2B233", "1C1B22"),
    "off_track": ("9E1B1B", "FFFFFF"),
    "not_started": ("E4E1EA", "1C1B22"),
}
AUTHOR = "For the author:"
# What XML, and so Word and SVG, cannot hold; a model lets some of it through.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """A text without the signs that a Word document or a drawing cannot hold."""
    return _NOT_IN_XML.sub("", text)


def cells(*words: object, paint: str = "", painted: int = -1) -> tuple[Cell, ...]:
    """A row of plain cells; the one at `painted` has the colour of `paint`."""
    return tuple(
        Cell("" if word is None else str(word), paint if place == painted else "")
        for place, word in enumerate(words)
    )


def shares(widths: Sequence[int], whole: int) -> list[int]:
    """Shares of the width as whole units that add up to `whole`."""
    found = [width * whole // sum(widths) for width in widths]
    found[-1] += whole - sum(found)
    return found
