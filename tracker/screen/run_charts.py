"""A run chart on the screen: a drawing for each kind of screen, of the same facts.

Only one of them is ever in sight, which the style sheet decides by their names: the server does
not know how wide the screen is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from tracker import charts
from tracker.charts_words import alt_words
from tracker.readings import MeasureReading

# The kinds of screen: letters and height, in pixels. The names stand in fragments.css.
_PHONE: Mapping[str, tuple[int, int]] = {"phone": (15, 380)}
SHARED = {"wall": (24, 690), "laptop": (17, 430), **_PHONE}
DESK = {"desk": (18, 560), **_PHONE}
AMONG_OTHERS = {"desk": (18, 420), **_PHONE}
SMALL = {"wall": (24, 260), "laptop": (17, 180), "phone": (15, 170)}


@dataclass(frozen=True, eq=False)
class _Kept:
    """A reading as the key of its drawings: the same one, not an equal one (quick, and a reading
    never changes)."""

    reading: MeasureReading

    def __hash__(self) -> int:
        return id(self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.reading is self.reading


@lru_cache(maxsize=512)
def _drawn(
    kept: _Kept,
    palette: charts.Palette,
    size: int,
    height: int,
    narrow: bool,
    xmr: bool,
    share: float,
) -> charts.Figure:
    return charts.run_chart(
        kept.reading, palette, size, height=height, narrow=narrow, xmr=xmr, share=share
    )


@lru_cache(maxsize=512)
def _drawn_small(kept: _Kept, palette: charts.Palette, size: int, height: int) -> charts.Figure:
    return charts.small_chart(kept.reading, palette, size, height)


def show(
    reading: MeasureReading,
    screens: Mapping[str, tuple[int, int]],
    *,
    xmr: bool = False,
    share: float = 1.0,
) -> None:
    """The chart of a measure that has points, drawn for each of `screens`.

    `xmr`: as an XmR chart. `share`: how much of the screen's width it stands in.
    """
    for name, (letters, height) in screens.items():
        phone = name in _PHONE
        figure = _drawn(
            _Kept(reading), _palette(), letters, height,
            narrow=phone, xmr=xmr, share=1.0 if phone else share,
        )  # fmt: skip
        kind = "chart_xmr" if xmr else "chart"
        _put(figure, f"{name}_{kind}_{reading.measure.id}", height, alt_words(reading, xmr=xmr))


def show_small(reading: MeasureReading, screens: Mapping[str, tuple[int, int]] = SMALL) -> None:
    """The small drawing of a measure that has points: one of many on a screen."""
    for name, (letters, height) in screens.items():
        figure = _drawn_small(_Kept(reading), _palette(), letters, height)
        _put(figure, f"{name}_chart_small_{reading.measure.id}", height, alt_words(reading))


def _palette() -> charts.Palette:
    return charts.DARK if st.context.theme.type == "dark" else charts.LIGHT


def _put(figure: charts.Figure, key: str, height: int, alt: str) -> None:
    with st.container(key=key):
        st.plotly_chart(
            figure, theme=None, height=height, config=charts.NO_TOOLS, key=f"drawn_{key}", alt=alt
        )
