"""The charts of the measures in the workbook: native ones, drawn from a sheet of their points."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from tracker.chart_table import chart_rows
from tracker.effect import Effect
from tracker.papers.chart_axes import Axis, axis_of
from tracker.papers.chart_svg import GRID, HEATHER, INK, LINE, SOFT, alt_words
from tracker.point_values import PER_CENT
from tracker.readings import MeasureReading

DATA, SHEET = "Chart data", "Charts"
WIDE, HIGH, ROWS_APART = 760, 320, 17
LONGEST_ALT = 1500  # letters that Excel shows of a description
FIRST_YEAR = 1901  # a workbook knows no day before 1900
MOST_NAMED, CHARTS_A_PAGE = 12, 2
COLUMNS = ("Period ending", "Value", "Median", "Target", "Signal")


def add_charts(book: xlsxwriter.Workbook, read: Sequence[MeasureReading], label: str) -> None:
    """A sheet with a chart a measure that has values, and the sheet they are drawn from."""
    shown = [reading for reading in read if _can_be_drawn(reading)]
    charts, data = book.add_worksheet(SHEET), book.add_worksheet(DATA)
    charts.set_landscape()
    charts.fit_to_pages(1, 0)
    charts.set_footer(f"&L{label}&RPage &P of &N")
    charts.hide_gridlines(2)
    pages = range(CHARTS_A_PAGE, len(shown), CHARTS_A_PAGE)
    charts.set_h_pagebreaks([place * (ROWS_APART + 1) for place in pages])
    if not shown:
        charts.write_string(0, 0, "No measure has values yet.")
    day = book.add_format({"num_format": "d mmm yyyy", "align": "left"})
    for place, reading in enumerate(shown):
        first = place * (len(COLUMNS) + 1)
        count = _write_data(data, reading, first, day)
        title = f"{reading.measure.ref} {reading.measure.title}: {reading.effect.value}"
        charts.write_string(place * (ROWS_APART + 1), 0, title)
        charts.insert_chart(
            place * (ROWS_APART + 1) + 1, 0, _chart(book, reading, first, count),
            {"description": alt_words(reading)[:LONGEST_ALT], "x_scale": 1, "y_scale": 1},
        )  # fmt: skip


def _can_be_drawn(reading: MeasureReading) -> bool:
    """A workbook knows no day before 1900."""
    days = reading.chart.series.dates
    return bool(reading.chart.series.drawn) and days[0].year >= FIRST_YEAR


def _write_data(data: Worksheet, reading: MeasureReading, first: int, day: object) -> int:
    """The columns of one measure from `first` on; how many rows they have."""
    data.write_string(0, first, f"{reading.measure.ref} {reading.measure.title}")
    for place, name in enumerate(COLUMNS):
        data.write_string(1, first + place, name)
    data.set_column(first, first, 14)
    rows, live = chart_rows(reading), set(reading.chart.signal_points)
    target = reading.measure.targets[-1].value if reading.measure.targets else None
    for place, row in enumerate(rows):
        midnight = datetime.combine(row.day, datetime.min.time())
        data.write_datetime(place + 2, first, midnight, day)
        signal = row.value if place in live else None
        value = None if row.excluded else row.value
        for column, number in enumerate((value, row.median, target, signal), start=1):
            if number is not None:
                data.write_number(place + 2, first + column, number)
    return len(rows)


def _chart(book: xlsxwriter.Workbook, reading: MeasureReading, first: int, count: int) -> Chart:
    made = book.add_chart({"type": "line"})
    days = [DATA, 2, first, count + 1, first]
    found = INK if reading.effect is Effect.WORSENING else HEATHER
    looks: dict[str, dict[str, Any]] = {
        "Value": {"line": {"color": LINE, "width": 2},
                  "marker": {"type": "circle", "size": 6, "fill": {"color": "#FFFFFF"},
                             "border": {"color": SOFT}}},
        "Median": {"line": {"color": INK, "width": 2}},
        "Target": {"line": {"color": SOFT, "width": 2, "dash_type": "round_dot"}},
        "Signal": {"line": {"none": True},
                   "marker": {"type": "diamond", "size": 9, "fill": {"color": found},
                              "border": {"color": found}}},
    }  # fmt: skip
    told = {"Target": bool(reading.measure.targets), "Signal": bool(reading.chart.signal)}
    for place, (name, look) in enumerate(looks.items(), start=1):
        if told.get(name, True):
            column = first + place
            values = [DATA, 2, column, count + 1, column]
            made.add_series({"name": name, "categories": days, "values": values, **look})
    font = {"name": "Arial", "size": 10, "color": SOFT}
    made.set_x_axis(
        {"date_axis": True, "num_format": "mmm yyyy", "num_font": font,
         "major_unit": _months_apart(reading), "major_unit_type": "months"}
    )  # fmt: skip
    axis = _axis(reading)
    made.set_y_axis(
        {"num_font": font, "major_gridlines": {"visible": True, "line": {"color": GRID}},
         "name": reading.measure.unit[:60], "name_font": font,
         "min": axis.low, "max": axis.high, "major_unit": axis.step}
    )  # fmt: skip
    made.set_title({"none": True})
    made.set_legend({"position": "bottom", "font": font})
    made.set_size({"width": WIDE, "height": HIGH})
    made.show_blanks_as("gap")
    return made


def _axis(reading: MeasureReading) -> Axis:
    """The same round values as on the paper's chart, with the target that is drawn here."""
    rows = chart_rows(reading)
    values = [v for row in rows for v in (row.value, row.median) if v is not None]
    values += [target.value for target in reading.measure.targets[-1:]]
    share = reading.measure.unit == PER_CENT and not reading.measure.is_gap
    return axis_of(values, most=100.0 if share else None)


def _months_apart(reading: MeasureReading) -> int:
    """So many months that at most a dozen are named."""
    days = reading.chart.series.dates
    return max(1, -(-(days[-1] - days[0]).days // (31 * MOST_NAMED)))
