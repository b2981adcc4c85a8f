"""Tables for Word as XML, in one go: through python-docx each cell would be searched for anew."""

from collections.abc import Sequence
from html import escape

from docx.oxml.ns import nsdecls

from tracker.papers.content import PAINTS, Cell, Grid, printable, shares

TWIPS = 635  # English Metric Units in a twentieth of a point
SMALL_TABLE = 8  # rows; a table of no more stays on one page
FIRST_TOGETHER = 2  # rows of a longer one that never stand alone at the foot of a page
SMALL, PLAIN = 18, 21  # letters, in half points
RULE, FAINT, HEADER_FILL, AUTHOR_FILL = "1C1B22", "CFCAD8", "F4F2F7", "FDF6E7"


def grid_table(grid: Grid, wide: int) -> str:
    """A table with a header row that every page repeats; rows are not torn between pages."""
    widths = shares(grid.widths, wide // TWIPS)
    together = len(grid.rows) <= SMALL_TABLE
    last = len(grid.rows) - 1
    header = "".join(
        _cell(words, width, bold=True, fill=HEADER_FILL, edge=RULE, keep=True)
        for words, width in zip(grid.header, widths, strict=True)
    )
    rows = "".join(
        _row(
            row,
            widths,
            keep=place < (last if together else FIRST_TOGETHER),
            bold=grid.total and place == last,
        )
        for place, row in enumerate(grid.rows)
    )
    return (
        f"<w:tbl {nsdecls('w')}>{_settings(widths, grid.title)}"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{header}</w:tr>{rows}</w:tbl>"
    )


def fact_table(facts: Sequence[tuple[str, str, bool]], wide: int) -> str:
    """The front of the paper: name, words, and whether the author has to fill it in."""
    widths = shares((24, 76), wide // TWIPS)
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f"{_cell(name, widths[0], bold=True, size=PLAIN)}"
        f"{_cell(words, widths[1], size=PLAIN, fill=AUTHOR_FILL if asked else '')}</w:tr>"
        for name, words, asked in facts
    )
    settings = _settings(widths, "About this report", header=False)
    return f"<w:tbl {nsdecls('w')}>{settings}{rows}</w:tbl>"


def _settings(widths: Sequence[int], title: str, *, header: bool = True) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = int(header)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:firstRow="{first}" w:firstColumn="1" w:lastRow="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={_quoted(title)}/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(row: Sequence[Cell], widths: Sequence[int], *, keep: bool, bold: bool) -> str:
    made = []
    for cell, width in zip(row, widths, strict=True):
        fill, ink = PAINTS.get(cell.paint, ("", ""))
        made.append(
            _cell(
                cell.words, width, bold=bold or bool(fill), fill=fill, ink=ink, keep=keep,
                top=RULE if bold else "",
            )
        )  # fmt: skip
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(made)}</w:tr>"


def _cell(
    words: str,
    width: int,
    *,
    bold: bool = False,
    fill: str = "",
    ink: str = "",
    edge: str = FAINT,
    top: str = "",
    keep: bool = False,
    size: int = SMALL,
) -> str:
    above = f'<w:top w:val="single" w:sz="8" w:color="{top}"/>' if top else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    looks = (
        f"{'<w:b/>' if bold else ''}{f'<w:color w:val={_quoted(ink)}/>' if ink else ''}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )
    runs = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in printable(words).split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders>{above}'
        f'<w:bottom w:val="single" w:sz="4" w:color="{edge}"/></w:tcBorders>{shade}</w:tcPr><w:p>'
        f"<w:pPr>{'<w:keepNext/>' if keep else ''}"
        '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
        f"<w:r><w:rPr>{looks}</w:rPr>{runs}</w:r></w:p></w:tc>"
    )


def _quoted(text: str) -> str:
    return f'"{escape(printable(text))}"'
