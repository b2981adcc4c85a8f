"""Files become grids of cells: read as shown, nothing lost, in every format people bring."""

import csv
import random
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from bench.sheet_fuzz import came_out, mutated, originals
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import GradientFill, PatternFill
from openpyxl.styles.colors import Color

from tracker.intake.sheet import EMPTY, Cell
from tracker.intake.sheet_colours import colour_name
from tracker.intake.sheet_files import pasted_sheet, sheet_file
from tracker.intake.sheet_grid import address
from tracker.intake.xlsx_shown import shown, shown_number
from tracker.refusals import Refusal

PLANS = Path(__file__).resolve().parent / "plans"
ROWS = [["Action", "Lead", "Due"], ["Train all new staff", "Head of Service", "Ongoing"]]


def saved(thing) -> bytes:
    out = BytesIO()
    thing.save(out)
    return out.getvalue()


def workbook(*rows, title="Plan") -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def read(thing, name="plan.xlsx"):
    return sheet_file(name, thing if isinstance(thing, bytes) else saved(thing))


def only(thing, name="plan.xlsx"):
    (sheet,) = read(thing, name).sheets
    return sheet


def texts(sheet):
    return [[cell.text for cell in row] for row in sheet.rows]


def with_part(content: bytes, part: str, change) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out.getvalue()


# Workbooks: values as shown

NUMBERS = [
    (3.0, "General", "3"), (3, "General", "3"), (0.1 + 0.2, "General", "0.3"),
    (1234567.5, "General", "1234567.5"), (-2.5, "General", "-2.5"), (1e21, "General", "1e+21"),
    (0.45, "0%", "45%"), (0.0531, "0.00%", "5.31%"), (0.07, "0%", "7%"), (0.125, "0%", "13%"),
    (-0.05, "0%", "-5%"), (1.1, "0.00", "1.10"), (1.1, "0.0", "1.1"), (7, "000", "007"),
    (3.7, "0", "4"), (1234, "#,##0", "1,234"), (1234.5, "£#,##0.00", "£1,234.50"),
    (1234, "[$£-809]#,##0", "£1,234"), (3, '"A"0', "A3"), (12, '0" days"', "12 days"),
    (-3, "0;(0)", "(3)"), (0, '0;-0;"none"', "none"), (5, '_-* #,##0_-;-* #,##0_-', "5"),
    (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"), (0.5, "#.##", "0.5"), (2, "#.##", "2"),
    (1500, "#,##0,", "1500"), (0.5, "# ?/?", "0.5"), (1200, "0.0E+00", "1200"), (4, ";;;", "4"),
    (4, "0" * 400, "4"), (float("inf"), "0%", "inf"), (10**30, "0%", str(10**30)),
]  # fmt: skip


@pytest.mark.parametrize(("value", "number_format", "text"), NUMBERS)
def test_a_number_is_read_as_its_format_shows_it(value, number_format, text):
    assert shown_number(value, number_format) == text


@given(st.floats() | st.integers(), st.text('0#?,.%;"£E/\\[]_*A -', max_size=12))
def test_no_number_and_no_format_stop_the_reading_or_leave_nothing(value, number_format):
    assert shown(value, number_format)[0] or '"' in number_format or "\\" in number_format


@given(st.decimals(0, 1, places=2))
def test_a_share_of_whole_per_cents_keeps_its_figures(share):
    assert shown_number(float(share), "0%") == f"{round(share * 100)}%"


DAYS = [
    ("2026-12-31", "dd/mm/yyyy", "31/12/2026", True),
    ("2026-03-01", "mm-dd-yy", "01/03/2026", True),
    ("2026-03-01", "mmm-yy", "Mar 2026", False),
    ("2026-03-15", "mmm-yy", "15/03/2026", True),
    ("2026-01-01", "yyyy", "2026", False),
    ("2026-03-01 14:30", "dd/mm/yyyy hh:mm", "01/03/2026 14:30", True),
    ("2026-03-01", '"due day "mmmm yyyy', "Mar 2026", False),
    ("2026-03-01", "[$-809]d mmmm yyyy", "01/03/2026", True),
]


@pytest.mark.parametrize(("moment", "number_format", "text", "is_day"), DAYS)
def test_a_date_cell_holds_its_day_and_one_that_shows_a_month_holds_the_month(
    moment, number_format, text, is_day
):
    book = workbook(["Due", "by"])
    book.active["A2"] = datetime.fromisoformat(moment)
    book.active["A2"].number_format = number_format
    cell = only(book).rows[1][0]
    assert cell.text == text
    assert cell.day == (date.fromisoformat(moment[:10]) if is_day else None)


def test_words_times_truths_and_errors_are_read_as_shown():
    book = workbook(["  a\r\nb \t", time(9, 30), True, False, "#REF!", "x_x000D_y", " "])
    assert texts(only(book)) == [["a\nb", "09:30", "TRUE", "FALSE", "#REF!", "x\ny"]]


def test_an_error_value_is_its_text():
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_formula("A1", "=A2/0", None, "#DIV/0!")
    book.close()
    assert texts(only(out.getvalue())) == [["#DIV/0!"]]


def test_a_threaded_comment_is_told_without_excels_hint():
    book = workbook(["Lead"])
    hint = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    "
    book.active["A1"].comment = Comment(f"{hint}Who?\nReply:\n    The chair", "x")
    assert read(book).notes == ("Comment on cell A1 of “Plan”: Who?\nReply:\n    The chair",)


def test_a_workbooks_own_theme_gives_its_colours():
    book = workbook(["RAG"])
    book.active["A1"].fill = PatternFill("solid", fgColor=Color(theme=4))
    assert only(book).rows[0][0].fill == "blue"
    content = with_part(
        saved(book), "xl/theme/theme1.xml", lambda data: data.replace(b"4F81BD", b"FF0000")
    )
    assert only(content).rows[0][0].fill == "red"


def test_formulas_are_read_as_last_shown_and_a_note_says_so():
    cells = b'<c><f>1+1</f><v>2</v></c><c t="str"><f>IF(A2=3,"late","")</f><v></v></c>'
    content = with_part(
        saved(workbook(["a", "b", "c"])),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", b"<row>" + cells + b"</row></sheetData>"),
    )
    file = read(content)
    assert texts(file.sheets[0]) == [["a", "b", "c"], ["2", "", ""]]
    assert file.notes == ("In “Plan”, 2 formulas were read as the value last shown.",)


def test_a_formula_without_a_saved_value_keeps_its_words():
    file = read(workbook(["Total", "=SUM(C1:C2)"]))
    assert texts(file.sheets[0]) == [["Total", "=SUM(C1:C2)"]]
    assert "no value for the formula in B1" in file.notes[0]


def test_a_shared_formula_without_a_value_is_told_as_where_it_was_typed():
    xml = b'<row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B1*2</f></c></row>'
    xml += b'<row r="3"><c r="A3"><f t="shared" si="0"/></c></row></sheetData>'
    content = with_part(
        saved(workbook(["Head"])),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", xml),
    )
    assert texts(only(content)) == [["Head"], ["=B1*2"], ["=B1*2"]]


# Workbooks: merged, hidden, coloured


def test_a_merged_cell_covers_empty_ones_that_name_it():
    book = workbook(["Theme", None, "x"], [None, None, "y"])
    book.active.merge_cells("A1:B2")
    (first, second) = only(book).rows
    assert first[:2] == (Cell("Theme"), Cell(merged=(0, 0)))
    assert second[:2] == (Cell(merged=(0, 0)), Cell(merged=(0, 0)))


def test_words_hidden_under_a_merged_cell_are_told():
    content = with_part(
        saved(workbook(["Theme", "left behind", "x"])),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
        ),
    )
    file = read(content)
    assert file.sheets[0].rows[0][1] == Cell(merged=(0, 0))
    assert "Hidden under the merged cell at B1 of “Plan”: left behind" in file.notes


def test_hidden_rows_columns_and_sheets_are_read_and_named_hidden():
    book = workbook(*ROWS, *ROWS)
    book.active.column_dimensions.group("B", "C", hidden=True)
    book.active.row_dimensions[3].hidden = True
    other = book.create_sheet("Lists")
    other.append(["Red"])
    other.sheet_state = "hidden"
    file = read(book)
    assert file.sheets[0].hidden_columns == {1, 2}
    assert file.sheets[0].hidden_rows == {2}
    assert texts(file.sheets[1]) == [["Red"]]
    assert "Hidden in the workbook, and read all the same: “Lists”." in file.notes


FILLS = [
    (PatternFill("solid", fgColor="FFFF0000"), "red"),
    (PatternFill("solid", fgColor="00B050"), "green"),
    (PatternFill("solid", fgColor="FFFFFF"), ""),
    (PatternFill("solid", fgColor=Color(indexed=13)), "yellow"),
    (PatternFill("solid", fgColor=Color(theme=9)), "amber"),
    (PatternFill("solid", fgColor=Color(theme=0, tint=-0.35)), "grey"),
    (PatternFill("solid", fgColor=Color(theme=0)), ""),
    (PatternFill("solid", fgColor=Color(theme=99)), ""),
    (PatternFill("gray125"), ""),
    (PatternFill(), ""),
    (GradientFill(stop=("0070C0", "FFFFFF")), "blue"),
]


@pytest.mark.parametrize(("fill", "name"), FILLS)
def test_a_fill_is_told_by_the_name_of_its_colour(fill, name):
    book = workbook(["RAG", "x"])
    book.active["A2"].fill = fill
    book.active["B2"] = "here"
    assert only(book).rows[1][0] == Cell(fill=name)


COLOURS = {
    "red": "FF0000 C00000 FFC7CE E74C3C D32F2F FF4444",
    "amber": "FFC000 FFBF00 FFA500 FFEB9C F39C12 ED7D31 FFB347",
    "green": "00B050 92D050 C6EFCE 00FF00 2ECC71 388E3C 008000",
    "blue": "0070C0 00B0F0 0000FF DDEBF7 3498DB 1F4E78",
    "grey": "D9D9D9 808080 BFBFBF F0F0F0 777777",
    "yellow": "FFFF00 FFFF33 FFFF80",
    "": "FFFFFF FEFEFE auto 12345",
}


@pytest.mark.parametrize("name", COLOURS)
def test_colours_people_use_for_rag_get_the_names_people_call_them(name):
    colours = COLOURS[name].split()
    assert {colour: colour_name(colour) for colour in colours} == dict.fromkeys(colours, name)


@given(st.binary(min_size=3, max_size=3))
def test_every_colour_has_a_name_or_none(colour):
    assert isinstance(colour_name(colour.hex()), str)


def test_a_colour_by_rule_is_not_read_and_a_note_says_so():
    book = workbook(["RAG"], ["Green"])
    rule = FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="00B050"))
    book.active.conditional_formatting.add("A2", rule)
    file = read(book)
    assert file.sheets[0].rows[1][0].fill == ""
    assert "“Plan” has colours given by rules" in file.notes[0]


def test_comments_and_the_addresses_of_links_are_kept_in_notes():
    book = workbook(["Minutes", "a@example.org"])
    book.active["A1"].hyperlink = "https://example.org/minutes"
    book.active["B1"].hyperlink = "mailto:a@example.org"
    book.active["B1"].comment = Comment("Still in post?", "Chair")
    notes = read(book).notes
    assert "Links in “Plan”: A1 to https://example.org/minutes." in notes
    assert "Comment on cell B1 of “Plan”: Still in post?" in notes


# Workbooks: size, sheets, macros


def test_the_size_a_sheet_claims_is_not_believed():
    book = workbook(["a", "b"], [None, None, "c"])
    content = with_part(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'),
    )
    assert b"XFD1048576" in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert texts(only(content)) == [["a", "b", ""], ["", "", "c"]]


def test_blank_rows_and_columns_at_the_end_are_cut_even_if_coloured():
    book = workbook([None, "x"])
    for place in ("A9", "F1"):
        book.active[place].fill = PatternFill("solid", fgColor="FF0000")
    assert only(book).rows == ((EMPTY, Cell("x")),)


def test_blank_rows_above_and_between_keep_the_count_of_rows():
    book = workbook()
    book.active["B3"], book.active["A5"] = "x", "y"
    assert texts(only(book)) == [["", ""], ["", ""], ["", "x"], ["", ""], ["y", ""]]


def test_two_hundred_columns_are_taken():
    assert only(workbook([f"Column {n}" for n in range(200)])).width == 200


def test_the_sheet_to_read_first_is_the_plan_not_the_cover_guidance_or_lists():
    book = workbook(["Improvement plan"], title="Cover")
    guidance = book.create_sheet("Guidance notes")
    for _ in range(50):
        guidance.append(["Step", "Write down what you will do", "and by when it is due"])
    plan = book.create_sheet("Actions 2026")
    for row in ROWS * 4:
        plan.append(row)
    choices = book.create_sheet("Choices")
    for _ in range(90):
        choices.append(["Red", "High", "Yes"])
    file = read(book)
    assert file.sheets[file.chosen].name == "Actions 2026"


def test_blank_sheets_are_left_out():
    book = workbook(*ROWS)
    book.create_sheet("Sheet2")
    assert [sheet.name for sheet in read(book).sheets] == ["Plan"]


def test_macros_are_left_alone_and_a_note_says_so():
    content = saved(workbook(*ROWS))
    out = BytesIO(content)
    with ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macros")
    content = with_part(
        out.getvalue(),
        "[Content_Types].xml",
        lambda data: data.replace(
            b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            b"vnd.ms-excel.sheet.macroEnabled.main",
        ),
    )
    file = read(content, "plan.xlsm")
    assert texts(file.sheets[0]) == ROWS
    assert file.notes == ("The macros in the workbook were not read and not run.",)


def test_a_very_long_cell_is_kept_whole_and_said_to_be_long():
    long = "evidence " * 11_112
    for content in (saved(word([["x", long]])), f"x,{long}".encode()):
        file = read(content)
        assert file.sheets[0].rows[0][1].text == long.strip()
        assert "Cell B1 of “" in file.notes[0] and "100,007 characters" in file.notes[0]


# CSV

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_is_read_in_every_usual_encoding_and_separator(encoding, separator):
    rows = [["Action", "Cost", "Lead"], ["Use the “hub”, then\nreport; yes", "£5,000", "Renée"]]
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    file = read(out.getvalue().encode(encoding), "plan.csv")
    assert texts(file.sheets[0]) == rows
    guessed = encoding in ("cp1252", "mac_roman")
    assert bool(file.notes) == guessed
    assert not guessed or ("Mac" in file.notes[0]) == (encoding == "mac_roman")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_with_every_kind_of_line_end(end):
    assert texts(only(end.join(["a,b", "", "c,d"]).encode())) == [["a", "b"], ["", ""], ["c", "d"]]


def test_short_rows_are_filled_up_and_blank_ends_cut():
    content = b"Plan\nAction,Lead,Due,,\nTrain staff,All\n,,,,\n"
    assert texts(only(content)) == [
        ["Plan", "", ""],
        ["Action", "Lead", "Due"],
        ["Train staff", "All", ""],
    ]


def test_excels_hint_of_its_separator_is_followed_and_is_no_row():
    assert texts(only(b"sep=;\r\na, b;c\r\nd, e;f\r\n")) == [["a, b", "c"], ["d, e", "f"]]


def test_prose_with_commas_does_not_hide_the_semicolons():
    content = b"Action;Lead\nPlan, do, study, act;All\nTrain, then report;Chair\n"
    assert texts(only(content))[1] == ["Plan, do, study, act", "All"]


def test_a_csv_is_known_by_what_it_holds_whatever_its_name():
    file = read(b"a,b\n", "folder\\other/plan.xlsx")
    assert (file.name, file.sheets[0].name) == ("plan.xlsx", "plan")


# What is pasted


def test_a_block_pasted_from_a_spreadsheet_keeps_its_cells_and_their_lines():
    file = pasted_sheet('Action\tLead\r\n"Train,\nthen ""report"""\tAll; Chair\r\n')
    assert texts(file.sheets[0]) == [["Action", "Lead"], ['Train,\nthen "report"', "All; Chair"]]
    assert (file.name, file.notes) == ("Pasted", ())


def test_pasted_quotation_marks_that_are_not_closed_are_taken_as_they_stand():
    file = pasted_sheet('Action\tLead\n"Good practice\tAll\n"Best" practice\tChair')
    assert texts(file.sheets[0])[1:] == [['"Good practice', "All"], ['"Best" practice', "Chair"]]
    assert "line 2" in file.notes[0]


def test_pasted_csv_is_split_at_its_commas():
    assert texts(pasted_sheet("a,b\nc,d").sheets[0]) == [["a", "b"], ["c", "d"]]


# Word


def word(rows, above="Actions"):
    document = Document()
    if above:
        document.add_paragraph(above)
    add_table(document, rows)
    return document


def add_table(document, rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    return table


def test_each_table_of_a_word_file_is_a_sheet_named_by_the_line_above():
    document = word(ROWS, "Area 1: Early help")
    document.add_paragraph("Some words that head nothing.")
    document.add_paragraph("Area 1: Early help")
    add_table(document, [["a", "b"]])
    add_table(document, [["c", "d"]])
    file = read(document, "plan.docx")
    names = ["Area 1: Early help", "Area 1: Early help (2)", "Table 3"]
    assert [sheet.name for sheet in file.sheets] == names
    assert texts(file.sheets[0]) == ROWS
    assert file.chosen == 0
    assert file.notes == (
        "The text outside the tables was not read, apart from the line above each table.",
    )


def test_merged_cells_of_a_word_table_are_marked():
    document = word([["a", "", "x"], ["", "", "y"], ["b", "c", "d"]])
    table = document.tables[0]
    table.cell(0, 0).merge(table.cell(1, 1))
    rows = only(document).rows
    assert rows[0] == (Cell("a"), Cell(merged=(0, 0)), Cell("x"))
    assert rows[1] == (Cell(merged=(0, 0)), Cell(merged=(0, 0)), Cell("y"))
    assert rows[2] == (Cell("b"), Cell("c"), Cell("d"))


def test_the_shading_of_a_word_cell_is_its_fill():
    document = word([["RAG", "x"], ["", "y"]])
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFC000"/>')
    document.tables[0].cell(1, 0)._tc.get_or_add_tcPr().append(shade)
    assert only(document).rows[1][0] == Cell(fill="amber")


def test_words_in_tracked_changes_content_controls_and_inner_tables_are_read():
    document = word([["", "x"]])
    cell = document.tables[0].cell(0, 0)
    paragraph = cell.paragraphs[0]
    for tag, text in (("w:ins", "added "), ("w:sdt", "chosen "), ("w:moveFrom", "moved away ")):
        run = paragraph.add_run(text)._r
        holder = OxmlElement(tag)
        paragraph._p.append(holder)
        holder.append(run)
    paragraph.add_run("one\ttwo").add_break()
    paragraph.add_run("three")
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    assert texts(only(document)) == [["added chosen one\ttwo\nthree\ninner", "x"]]


def test_rows_that_begin_later_in_the_grid_keep_their_columns():
    document = word([["a", "b", "c"], ["", "", "d"]])
    row = document.tables[0].rows[1]._tr
    for cell in row.findall(qn("w:tc"))[:2]:
        row.remove(cell)
    row.insert(0, parse_xml(f'<w:trPr {nsdecls("w")}><w:gridBefore w:val="2"/></w:trPr>'))
    assert texts(only(document)) == [["a", "b", "c"], ["", "", "d"]]


# The published layouts, and what hypothesis makes


def plan_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[" ".join(cell.split()) for cell in row] for row in csv.reader(file)]


def squeezed(sheet):
    return [[" ".join(text.split()) for text in row] for row in texts(sheet)]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.csv")), ids=lambda path: path.stem[:8])
def test_every_cell_of_the_published_layouts_is_read_from_csv_workbook_and_word(path):
    rows = plan_rows(path)
    (sheet,) = sheet_file(path.name, path.read_bytes()).sheets
    assert squeezed(sheet) == rows
    with path.open(encoding="utf-8-sig", newline="") as file:
        raw = list(csv.reader(file))
    assert squeezed(only(workbook(*raw))) == rows
    assert squeezed(only(word(raw))) == rows


def test_a_line_break_inside_a_published_header_is_kept():
    path = PLANS / "slough_lscb_business_plan_2012_13.csv"
    (sheet,) = sheet_file(path.name, path.read_bytes()).sheets
    assert sheet.rows[4][1].text == "Timescale/\nTarget"
    assert sheet.rows[6][2].text.startswith("Pan-Berkshire Training Sub-Group and")


# Signs that files can hold: no control signs, no lone surrogates, nothing that reading trims.
SIGNS = st.characters(
    exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"
)
WORDS = st.text(SIGNS, max_size=20).map(str.strip).filter(lambda text: "_x" not in text)
TEXTS = WORDS | st.tuples(WORDS, WORDS).map("\n".join).map(str.strip)
GRIDS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=6)
)


def cut(rows):
    """A grid as it should come back: without blank rows and columns at its end."""
    width = max((n for row in rows for n, text in enumerate(row, 1) if text), default=0)
    height = max((n for n, row in enumerate(rows, 1) if any(row)), default=0)
    return [row[:width] for row in rows[:height]]


@given(GRIDS, st.sampled_from(["utf-8-sig", "utf-16"]))
@settings(deadline=None)
def test_cells_written_to_csv_come_back(rows, encoding):
    out = StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["sign", *row] for row in rows])
    content = out.getvalue().encode(encoding)
    assert texts(only(content)) == cut_beside(rows)


def cut_beside(rows):
    """As `cut`, with a word before each row: so that no grid is blank and commas are found."""
    return cut([["sign", *row] for row in rows])


@given(GRIDS.filter(cut))
@settings(deadline=None, max_examples=50)
def test_cells_written_to_a_workbook_come_back(rows):
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)
    book.close()
    assert texts(only(out.getvalue())) == cut(rows)


@given(GRIDS.filter(cut))
@settings(deadline=None, max_examples=25)
def test_cells_written_to_a_word_table_come_back(rows):
    assert texts(only(word(rows))) == cut(rows)


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_whatever_bytes_come_they_are_read_or_refused(content):
    assert came_out(content) in ("read", "refused")


@given(st.text(max_size=200))
@settings(deadline=None)
def test_whatever_is_pasted_keeps_its_words_or_is_refused(text):
    try:
        file = pasted_sheet(text)
    except Refusal:
        return
    letters = {sign for row in file.sheets[0].rows for cell in row for sign in cell.text}
    assert {sign for sign in text if sign.isalnum()} <= letters


def test_broken_files_are_read_or_refused_and_nothing_else():
    chance, files = random.Random(20_261_121), originals()
    outcomes = {came_out(mutated(chance, files)) for _ in range(50)}
    assert outcomes == {"read", "refused"}


def test_a_cell_is_named_as_spreadsheets_name_it():
    names = [address(0, 0), address(6, 3), address(0, 25), address(0, 26), address(9, 16_383)]
    assert names == ["A1", "D7", "Z1", "AA1", "XFD10"]
