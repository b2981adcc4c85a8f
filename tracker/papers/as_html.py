"""The committee paper as one HTML file that needs nothing else and prints well."""

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from tracker.papers.committee_paper import committee_paper
from tracker.papers.content import AUTHOR, PAINTS, Figure, Paper
from tracker.papers.drawing import FOLDER
from tracker.papers.snapshot import Snapshot

_NO_CSS = re.compile(r"[^\w :,.()-]")  # of the label, in a string of the style sheet


def written(snapshot: Snapshot) -> bytes:
    """The paper; every text that was typed by people is escaped."""
    return rendered(committee_paper(snapshot)).encode()


def rendered(paper: Paper) -> str:
    """A paper as HTML."""
    return _template().render(
        paper=paper,
        page_label=_NO_CSS.sub("", paper.label),
        author=AUTHOR,
        paints=PAINTS,
        blocks=[(type(block).__name__, block) for block in paper.blocks],
        drawing=_drawing,
    )


def _drawing(figure: Figure) -> Markup:
    """The SVG as it is: our own drawing, in which every text is escaped (chart_svg.py)."""
    return Markup(figure.svg)  # noqa: S704


@cache
def _template() -> Template:
    place = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=False,
    )  # fmt: skip
    return place.get_template("paper.html.jinja")
