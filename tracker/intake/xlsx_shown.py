"""A workbook's values as the words a spreadsheet shows: 45%, 1.10, £1,200, 31/12/2016, Mar 2021."""

import math
import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.utils.escape import unescape

from tracker.intake.sheet_grid import clean

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# A format longer than Excel allows is not looked at.
LONGEST_FORMAT = 255
# From here on numbers are no counts or shares of a plan, and Decimal's 28 figures may not do.
VAST = 1e15

# One piece of a number format; source: ECMA-376 part 1, 18.8.31. A piece `odd` is not followed.
_PIECE = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|(?P<colour>\[[A-Za-z]+\])'
    r"|(?P<space>[_*].)|(?P<figures>[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+)"
    r"|(?P<plain>[-+$£€%() :])|(?P<odd>.)",
    re.DOTALL,
)


class _Pattern(NamedTuple):
    """A section of a number format: what stands before and after its figures (“0.00”)."""

    before: str
    figures: str
    after: str


def shown(value: Any, number_format: str) -> tuple[str, date | None]:
    """The text of a cell's value, and its day where the file itself holds one.

    A day is written 31/12/2016, with its time where it has one. A first of a month of which the
    format shows month and year only was typed as a month: it is “Mar 2021”, and no certain day.
    """
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, datetime):
        return _day(value, number_format)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}", value
    if isinstance(value, time):
        return f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}", None
    if isinstance(value, int | float):
        return shown_number(value, number_format), None
    return clean(unescape(str(value))), None


def _day(value: datetime, number_format: str) -> tuple[str, date | None]:
    told = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format).lower()
    if value.day == 1 and "y" in told and "d" not in told and "h" not in told:
        month = f"{MONTHS[value.month - 1]} " if "m" in told else ""
        return f"{month}{value.year}", None
    hours = "" if value.time() == time() else f" {value:%H:%M}"
    return f"{value.day:02}/{value.month:02}/{value.year:04}{hours}", value.date()


def shown_number(value: int | float, number_format: str) -> str:
    """A number by its format: per cent, fixed places, thousands, currency, words round it.

    What the format would hide, or says in a way that is not followed here (fractions, powers of
    ten, thousands cut off), is written out plainly instead.
    """
    if not math.isfinite(value) or abs(value) >= VAST or len(number_format) > LONGEST_FORMAT:
        return _plain(value)
    sections = _sections(number_format)
    place = 1 if value < 0 else 2 if value == 0 else 0
    place = place if place < len(sections) else 0
    pattern = _pattern(sections[place])
    if pattern is None:
        return _plain(value)
    minus = "-" if value < 0 and place == 0 else ""
    exact = abs(Decimal(repr(value))) * 100 ** (pattern.before + pattern.after).count("%")
    if not pattern.figures:
        return (pattern.before.strip() if value == 0 else "") or _plain(value)
    text = f"{pattern.before}{_figures(exact, pattern.figures)}{pattern.after}".strip()
    return f"{minus}{text}" if text else _plain(value)


def _plain(value: int | float) -> str:
    """At most 15 significant figures, as spreadsheets keep; 3.0 is 3."""
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.15g}" if not value.is_integer() or abs(value) >= VAST else str(int(value))
    return str(value)


def _sections(number_format: str) -> list[str]:
    """The format's parts for positive, negative, zero and text, divided by semicolons."""
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+', number_format) or [""]


@lru_cache(maxsize=1024)
def _pattern(section: str) -> _Pattern | None:
    """A section taken apart, or None where it is General or holds something not followed."""
    before = figures = after = ""
    for piece in _PIECE.finditer(section):
        kind, text = piece.lastgroup, piece[piece.lastgroup or 0]
        if kind == "odd" or (kind == "figures" and figures) or "?/" in section:
            return None
        if kind == "figures":
            figures = text
        elif kind not in ("space", "colour"):
            before, after = (before, after + text) if figures else (before + text, after)
    whole = figures.partition(".")[0]
    return None if whole.endswith(",") else _Pattern(before, figures, after)


def _figures(exact: Decimal, figures: str) -> str:
    whole, _, places = figures.partition(".")
    rounded = exact.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    units, _, rest = f"{rounded:f}".partition(".")
    while rest and rest[-1] == "0" and places[len(rest) - 1] != "0":
        rest = rest[:-1]
    units = units.lstrip("0").zfill(whole.count("0"))
    units = f"{int(units):,}".zfill(len(units)) if "," in whole and units else units
    # A format such as .00 is shown with its leading zero all the same: it is easier to read.
    return f"{units or '0' * bool(rest)}.{rest}" if rest else units
