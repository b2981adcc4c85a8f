"""A workbook's fills by the names of their colours, through its theme, tints and palette."""

from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.fills import Fill, GradientFill

from tracker.intake.sheet_colours import colour_name, tinted

# Office's theme since 2013, in the order in which cells number it (ECMA-376 part 1, 18.8.3: light
# before dark).
OFFICE_THEME = (
    "FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5",
    "70AD47", "0563C1", "954F72",
)  # fmt: skip
# The theme file's own order, by the places of the above.
_PLACES = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Fills:
    """The colour names of one workbook's fills, each worked out once."""

    def __init__(self, theme: bytes | None) -> None:
        """Read the theme's colours; a theme that says nothing useful counts as Office's own."""
        self.theme = _theme_colours(theme) if theme else OFFICE_THEME
        self.names: dict[int, str] = {}
        self.seen: list[Fill] = []

    def name(self, fill: Fill | None) -> str:
        """The name of the colour a cell is filled with, '' where it has none or is white."""
        if fill is None:
            return ""
        if id(fill) not in self.names:
            self.seen.append(fill)  # an id stays a fill's own only while the fill is kept
            self.names[id(fill)] = self._name(fill)
        return self.names[id(fill)]

    def _name(self, fill: Fill) -> str:
        if isinstance(fill, GradientFill):
            stops = list(fill.stop)
            return self._colour(stops[0].color) if stops else ""
        if fill.fill_type in (None, "none", "gray125", "gray0625"):
            return ""
        return self._colour(fill.fgColor)

    def _colour(self, colour: Any) -> str:
        """The name of a colour given by red, green and blue, by palette or by theme."""
        found = ""
        if colour.type == "rgb":
            found = str(colour.rgb)[-6:]
        elif colour.type == "indexed" and 0 <= colour.indexed < len(COLOR_INDEX):
            found = COLOR_INDEX[colour.indexed][-6:]
        elif colour.type == "theme" and 0 <= colour.theme < len(self.theme):
            found = self.theme[colour.theme]
        if not found or not colour.tint:
            return colour_name(found)
        try:
            return colour_name(tinted(found, colour.tint))
        except ValueError:
            return ""


def _theme_colours(theme: bytes) -> tuple[str, ...]:
    try:
        scheme = fromstring(theme).find(f".//{_DRAWING}clrScheme")
    except (ValueError, SyntaxError):
        scheme = None
    if scheme is None or len(scheme) < len(_PLACES):
        return OFFICE_THEME
    colours = list(OFFICE_THEME)
    for place, entry in zip(_PLACES, scheme, strict=False):
        value = entry[0].get("lastClr") or entry[0].get("val", "") if len(entry) else ""
        colours[place] = value if len(value) == 6 else colours[place]
    return tuple(colours)
