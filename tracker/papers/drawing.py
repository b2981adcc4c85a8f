"""Drawings as pictures, through typst, with the fonts that come with the tracker."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parent
SHARP = 216  # pixels an inch
_ALL = b"""#set page(width: auto, height: auto, margin: 0pt)
#let all = json(bytes(sys.inputs.drawings))
#for (place, drawing) in all.enumerate() {
  if place > 0 { pagebreak() }
  image(bytes(drawing), format: "svg")
}"""


@cache
def fonts() -> typst.Fonts:
    """Source Sans 3 (open licence, fonts/OFL.txt) and those inside typst; none of the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER / "fonts")])


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """Each SVG as a PNG, in order."""
    if not drawings:
        return []
    data = {"drawings": json.dumps(list(drawings), ensure_ascii=False)}
    made = typst.Compiler(_ALL, font_paths=fonts(), sys_inputs=data).compile(
        format="png", ppi=SHARP
    )
    return made if isinstance(made, list) else [made or b""]
