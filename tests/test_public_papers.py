"""The public version: from the bytes of no paper can anybody tell a hidden figure."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import builders as b
import docx
import openpyxl
import pikepdf
import pytest
from attack import looks_the_same, texts_of
from commands import tracker
from conftest import a_new_database
from test_papers import answer, rows_of_csv, rows_of_sheet, snapshot
from test_papers_read import pdf_text
from visits import ILLUSTRATIVE, Visitor

from tracker import store
from tracker.disclosure_settings import HIDDEN, HIDDEN_WORDS
from tracker.papers import FORMATS
from tracker.plan import Status
from tracker.point_values import PER_CENT
from tracker.progress import Progress
from tracker.public_version import LEFT_OUT, MAY_TELL, PUBLIC_LABEL, public_progress
from tracker.readings import readings
from tracker.smart_notes import SmartNote
from tracker.words import day_words, number_words

SMALL = range(1, 5)
PLACE, LAST = 2, 11  # of the points that are hidden
HEARD = (12.25, 14.5, 3.25, 16.75, 18.25, 20.5, 22.75, 15.25, 13.5, 17.75, 19.25, 2.75)
REST = (31.125, 36.375, 41.625, 33.875, 47.125, 38.375, 44.625, 35.875, 40.125, 43.375, 32.625,
        45.875)  # fmt: skip
ALL = tuple(one + other for one, other in zip(HEARD, REST, strict=True))
SECRETS = ["Mairi Ross", "a flat for Isla", "ask the minister", "family of three", "Two of them",
           "Doubtful words", "agenda words", "of that one child", "judged by M. Ross"]  # fmt: skip
DAYS = b.points(*HEARD).dates

children = b.a_measure("M1", unit="children", title="Children heard", better="higher",
                       baseline=3.5, baseline_period="2025")  # fmt: skip
rest = b.a_measure("M2", unit="children", title="Children not heard", better="lower")
everybody = b.a_measure("M3", unit="children", title="All children", better="neither")
share = b.a_measure("M4", unit=PER_CENT, numerator="Seen", denominator="Met", title="Share seen")
told = b.a_measure("M5", unit="children", title="Children told of by inspectors")
MEASURES = (children, rest, everybody, share, told)


def a_public(snap):
    return replace(snap, public=lambda _: {told.id: {DAYS[0]}})


def the_plan(small=HEARD[PLACE], newest=HEARD[LAST], said=(), without=()):
    """Two counts that add up to a third, which stays as it is; a percentage; a published count."""
    heard = [*HEARD[:PLACE], small, *HEARD[PLACE + 1 : LAST], newest]
    measured = {
        children.id: b.points(*heard),
        rest.id: b.points(*(every - one for every, one in zip(ALL, heard, strict=True))),
        everybody.id: b.points(*ALL),
        share.id: replaced(b.points(*[20] * 11, 5, below=40), denominators=(*[40] * 11, 9)),
        told.id: b.points(1.75, *[52] * 11),
    }
    action = b.an_action("1.1", measure_ids=(children.id,), owner_id=b.a_person("Mairi Ross").id)
    test = b.a_test(measure_ids=(children.id,), title="Call first")
    cycle = b.a_cycle(test, who="Mairi Ross", starts_on=DAYS[1], ends_on=DAYS[2],
                      question="Will a family of three come?",
                      happened="We rang a family of three.", studied_on=DAYS[3],
                      result="Two of them came.", learning="Two of them came.",
                      decision="adopt", decided_on=DAYS[3])  # fmt: skip
    report = b.an_update(
        action, status=Status.COMPLETE, done="We met a family of three.",
        data_show="Two of them are heard.", next="We find a flat for Isla",
        needed="Please ask the minister",
    )  # fmt: skip
    everything = [
        b.an_area("1"), *MEASURES, action, report, test, cycle,
        b.a_doubt(children, words="Doubtful words"),
        b.a_meeting(date(2026, 9, 7), agenda="agenda words"),
        b.a_judgement(date(2026, 6, 1), b.an_area("1"), words="A family of three is heard.",
                      evidence="Two of them said so.",
                      made_by="judged by M. Ross"),
        b.a_point_mark(DAYS[PLACE], children, note="The fall of that one child.", excluded=True),
        *said,
    ]  # fmt: skip
    kept = [one for one in everything if one not in without]
    return snapshot(*kept, measured=measured, people=[b.a_person("Mairi Ross")])


def replaced(points, **columns):
    return points._replace(**{name: tuple(its) for name, its in columns.items()})


def all_texts(format_, made):
    """Every word in a file, what is read aloud in place of a picture too."""
    return pdf_text(made) + pdf_alts(made) if format_ == "pdf" else texts_of(made)


def pdf_alts(made):
    with pikepdf.open(io.BytesIO(made)) as pdf:
        found = (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary))
        return "\n".join(str(one["/Alt"]) for one in found if "/Alt" in one)


def forms_of(value):
    return {number_words(value), repr(value)}


def is_told(value, text):
    return any(
        re.search(rf"(?<![\d.,]){re.escape(form)}(?![\d])", text) for form in forms_of(value)
    )


every_format = pytest.mark.parametrize("format_", sorted(FORMATS))


@pytest.fixture(scope="module")
def public():
    """Every paper of the public version."""
    return {name: written(a_public(the_plan())) for name, written in FORMATS.items()}


# The attacker


@every_format
def test_whoever_has_a_paper_and_the_program_cannot_tell_a_small_count(format_):
    """He makes the plan with each count there could be, and all give the very same bytes."""

    def render(world):
        small, newest = world
        return FORMATS[format_](a_public(the_plan(small, newest)))

    worlds = [(1, 2), (2, 2), (3, 2), (4, 2), (3, 1), (3, 4), (2.5, 3.5)]
    assert looks_the_same(render, (3, 2), worlds) == worlds


@pytest.mark.parametrize("format_", ["html", "json", "xlsx"])
def test_the_attacker_tells_the_worlds_apart_in_the_papers_for_inside(format_):
    worlds = [(small, 2) for small in SMALL]
    same = looks_the_same(lambda w: FORMATS[format_](the_plan(*w)), (3, 2), worlds)
    assert same == [(3, 2)]


# What is shown, and what is not


def hidden_figures():
    """(measure, day, value) of everything that the public version does not show."""
    whole, shown = the_plan().read.plan.points, a_public(the_plan()).read.plan.points
    return [
        (measure, on, value)
        for measure in whole
        for on, value, seen in zip(
            whole[measure].dates, whole[measure].values, shown[measure].values, strict=True
        )
        if seen is None
    ]


def test_a_small_count_a_percentage_of_few_and_what_gives_them_back_are_hidden():
    found = {(measure, on) for measure, on, _ in hidden_figures()}
    for on in (DAYS[PLACE], DAYS[LAST]):
        assert (children.id, on) in found
        assert (rest.id, on) in found or (everybody.id, on) in found
    assert (share.id, DAYS[LAST]) in found
    assert (share.id, DAYS[0]) not in found
    assert len(found) == 5


@every_format
def test_no_hidden_figure_stands_anywhere_in_a_paper(public, format_):
    text = all_texts(format_, public[format_])
    figures = [value for measure, _, value in hidden_figures() if measure != share.id]
    for value in (*figures, children.baseline, 5 / 9 * 100, 5 / 9):
        assert not is_told(value, text), value


@every_format
def test_the_same_look_finds_them_in_the_papers_for_inside(format_):
    text = all_texts(format_, FORMATS[format_](the_plan()))
    told_there = [value for _, _, value in hidden_figures() if is_told(value, text)]
    assert bool(told_there) is (format_ != "csv")


def test_a_published_figure_stays_and_an_unpublished_one_beside_it_goes():
    def first(snap):
        series = answer(snap)["measures"][4]["series"]
        return series[0]["value"]

    assert first(a_public(the_plan())) == 1.75
    assert first(replace(the_plan(), public=lambda _: {})) is None


def test_a_hidden_figure_says_so_wherever_figures_stand():
    shown = a_public(the_plan())
    reading = shown.read.measure[children.id]
    assert reading.words.endswith("2 figures hidden: small numbers; this is read from the others.")
    hidden_days = f"{day_words(DAYS[PLACE])} and {day_words(DAYS[LAST])}"
    assert reading.chart.series.doubts == (f"{HIDDEN_WORDS} on {hidden_days}",)
    rows = {(r["Measure"], r["Period ending"]): r for r in rows_of_sheet(shown, "Data points")}
    assert rows["M1", DAYS[PLACE]]["Value"] == HIDDEN
    assert rows["M1", DAYS[0]]["Value"] == HEARD[0]
    point = answer(shown)["measures"][0]["series"][PLACE]
    assert (point["value"], point["parts"]) == (None, [HIDDEN_WORDS])
    row = rows_of_sheet(shown, "Measures")[0]
    assert (row["Baseline"], row["Period of the baseline"]) == ("", f"2025 ({HIDDEN_WORDS})")


def test_the_charts_of_the_workbook_are_drawn_from_shown_figures_only():
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](a_public(the_plan()))))
    column = [cell.value for cell in book["Chart data"]["B"]][2:14]
    assert column[PLACE] is column[LAST] is None
    assert column[0] == HEARD[0]


def test_hidden_is_not_missing():
    """No alert calls a measure late, or without a baseline, because its figures are hidden."""
    late = {children.id: children.model_copy(update={"frequency": "monthly"})}
    read = a_public(the_plan(said=late.values(), without=(children,))).read
    assert read.plan.points[children.id].newest_on == b.TODAY
    said = {a.rule for a in a_public(the_plan()).progress.alerts if a.record == children.id}
    assert "no_baseline" not in said and "measure_late" not in said


# What was written for inside


@every_format
def test_what_was_written_for_inside_and_names_stand_in_no_public_paper(public, format_):
    text = all_texts(format_, public[format_])
    assert [words for words in SECRETS if words in text] == []


def test_the_papers_for_inside_have_them():
    inside = "".join(all_texts(name, FORMATS[name](the_plan())) for name in ("docx", "xlsx"))
    found = [words for words in SECRETS if words in inside]
    assert set(found) >= {"a flat for Isla", "ask the minister", "family of three", "Two of them"}


def test_a_text_that_names_a_number_is_left_out_only_where_a_figure_is_hidden():
    far, area = b.an_action("2.1", b.an_area("2")), b.an_area("2")
    near = b.an_action("1.2")
    said = [area, far, near, b.an_update(far, done="3 schools took part."),
            b.an_update(near, done="Schools took part.")]  # fmt: skip
    done = {row["Reference"]: row["What has happened"] for row in
            rows_of_csv(a_public(the_plan(said=said)))}  # fmt: skip
    assert done == {"1.1": MAY_TELL, "1.2": "Schools took part.", "2.1": "3 schools took part."}


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("We met 3.", True), ("Only One came.", True), ("½ of the group", True),
        ("bha dà leanabh ann", True), ("٣", True), ("Someone phoned.", False), ("", False),
    ],
)  # fmt: skip
def test_a_number_is_seen_in_figures_and_in_words(text, left_out):
    near = b.an_action("1.2")
    shown = a_public(the_plan(said=[near, b.an_update(near, done=text)]))
    assert shown.read.action[near.id].update.done == (MAY_TELL if left_out else text)


def test_the_reasons_of_a_phase_and_of_an_overruled_letter_are_left_out():
    phase = b.a_phase(DAYS[6], children, why="The level of that one child", evidence="at 3.25")
    note = SmartNote(id=store.new_id(), action_id=b.an_action("1.1").id, letter="S", verdict="fail",
                     words="It is about one child.")  # fmt: skip
    plan = a_public(the_plan(said=[phase, note])).read.plan
    assert [one.words for one in plan.current(SmartNote)] == [LEFT_OUT]
    (told_phase,) = plan.new_phases[children.id]
    assert (told_phase.why, told_phase.evidence) == (LEFT_OUT, "")


def test_evidence_is_still_there_though_its_words_are_left_out():
    read = a_public(the_plan()).read
    (action,) = read.actions
    assert action.complete and action.update.shows_evidence
    assert action.update.data_show == MAY_TELL


# Now and before


def progress_of(before, now):
    """Two days of one plan whose count has other figures on each."""
    measures = [b.an_area("1"), children]
    first, last = (
        readings(b.a_plan_as_at(*measures, day=day, measured={children.id: b.points(*values)}))
        for day, values in ((b.TODAY - timedelta(7), before), (b.TODAY, now))
    )
    return Progress(last, first, first.plan.day, since_meeting=False)


@pytest.mark.parametrize(
    ("before", "now"), [((12, 9, 13), (12, 3, 13)), ((12, 3, 13), (12, 3, 13))]
)
def test_what_is_hidden_now_is_hidden_before(before, now):
    made = public_progress(progress_of(before, now), lambda _: {})
    for read in (made.now, made.before):
        assert read.plan.points[children.id].values[1] is None
        assert read.plan.points[children.id].hidden == (b.points(1, 1, 1).dates[1],)


def test_a_figure_that_was_corrected_is_shown_as_it_is_now():
    made = public_progress(progress_of((12, 3, 13), (12, 9, 13)), lambda _: {})
    assert made.now.plan.points[children.id].values == (12, 9, 13)
    assert made.before.plan.points[children.id].values == (12, None, 13)


# Which version it is


def test_every_paper_and_its_name_say_that_it_is_the_public_version(public):
    shown = a_public(the_plan())
    assert shown.label == PUBLIC_LABEL == "Public version: small numbers hidden"
    for format_ in FORMATS:
        assert "public version, small numbers hidden" in shown.file_name(format_)
        assert PUBLIC_LABEL in all_texts(format_, public[format_]), format_


def test_without_it_papers_say_what_they_always_said():
    plan = the_plan()
    assert plan.label == "" and "public" not in plan.file_name("pdf")
    assert plan.progress.now.plan.points is plan.stated.now.plan.points
    assert answer(plan)["measures"][0]["baseline"] == children.baseline
    assert "hidden" not in FORMATS["json"](plan).decode()


def test_an_illustrative_plan_says_both():
    shown = replace(snapshot(partnership=b.a_partnership(illustrative=True)), public=lambda _: {})
    assert shown.label == f"{PUBLIC_LABEL}. Illustrative data: no real partnership"


def test_the_settings_say_what_is_small():
    lists = b.settings_changed(public_small=20, public_round_to=5)
    plan = b.a_plan_as_at(
        b.an_area("1"), children, reference=lists, measured={children.id: b.points(12, 23, 37)}
    )
    made = public_progress(
        Progress(readings(plan), readings(plan), b.START, since_meeting=False), lambda _: {}
    )
    assert made.now.plan.points[children.id].values == (None, 25, 35)


# From a database


def test_a_day_is_published_while_all_its_points_are(database):
    days = [b.TODAY - timedelta(n) for n in range(4)]
    whole, part, other = (b.a_point(told, day, 2, published=True) for day in days[:3])
    withdrawn = b.a_point(told, days[3], 2, published=True)
    b.keep(database, b.a_partnership(), b.a_plan(), b.an_area(), told, whole, part, other,
           withdrawn, b.a_point(told, days[1], 3))  # fmt: skip
    changed = other.model_copy(update={"published": False})
    b.keep(database, b.stated(changed, b.TODAY), b.stated(withdrawn, b.TODAY, withdrawn=True))
    plan = store.plan_as_at(database, b.SLUG, b.TODAY)
    assert store.published_days(database, plan) == {told.id: {days[0]}}
    assert store.published_days(database, replace(plan, sequence=0)) == {}


@every_format
def test_the_command_line_hands_over_the_public_version(tmp_path, format_):
    path = tmp_path / "tracker.duckdb"
    days = [b.TODAY - timedelta(30 * n) for n in range(3)]
    with a_new_database(path) as opened:
        b.keep(
            opened, b.a_partnership(), b.a_plan(), b.an_area(), b.an_action(), told,
            *(b.stated(b.a_point(told, day, value, published=published), b.START) for
              day, value, published in zip(days, (2.75, 3.25, 40), (True, False, False),
                                           strict=True)),
        )  # fmt: skip
    out = tmp_path / "paper"
    asked = ("snapshot", "--partnership", b.SLUG, "--database", path, "--format", format_)
    assert tracker(*asked, "--as-at", b.TODAY, "--public", "--out", out).code == 0
    text = all_texts(format_, out.read_bytes())
    assert PUBLIC_LABEL in text and not is_told(3.25, text)
    assert is_told(2.75, text) is (format_ != "csv")


def handing_over(path, *more):
    with a_new_database(path) as opened:
        b.keep(opened, b.a_partnership(), b.a_plan(), b.an_area(), b.an_action())
    asked = ("snapshot", "--partnership", b.SLUG, "--database", path, "--as-at", b.TODAY)
    return tracker(*asked, "--out", path.with_name("paper"), *more)


def test_the_command_line_makes_a_paper_that_looks_like_a_template(tmp_path):
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Strathbraan Council"
    word.save(tmp_path / "council.docx")
    path = tmp_path / "tracker.duckdb"
    said = handing_over(path, "--format", "docx", "--template", tmp_path / "council.docx")
    assert said.code == 0, said.err
    with (tmp_path / "paper").open("rb") as paper:
        assert docx.Document(paper).sections[0].header.paragraphs[0].text == "Strathbraan Council"


@pytest.mark.parametrize(
    ("content", "format_", "code", "sentence"),
    [
        (None, "docx", 1, "cannot be read (No such file or directory). Name a .docx file."),
        (b"nothing", "docx", 1, "The template is not a Word document (.docx)."),
        (b"nothing", "pdf", 2, "A template goes with --format docx only."),
    ],
)
def test_a_missing_or_wrong_template_is_a_sentence(tmp_path, content, format_, code, sentence):
    given = tmp_path / "council.docx"
    if content:
        given.write_bytes(content)
    said = handing_over(tmp_path / "t.duckdb", "--format", format_, "--template", given)
    assert said.code == code
    assert sentence in said.err
    assert not (tmp_path / "paper").exists()


# On the screen


def test_the_switch_on_the_screen_says_what_the_public_version_hides(visitor):
    visitor.open(partnership=ILLUSTRATIVE)
    assert PUBLIC_LABEL not in visitor.words
    visitor.screen.toggle(key="hand_over_public").set_value(True)
    visitor.again()
    assert f"{PUBLIC_LABEL}. 5 figures are hidden." in visitor.words


@pytest.fixture
def visitor(examples, monkeypatch):
    from tracker.screen.visit import database

    monkeypatch.setenv("TRACKER_DATABASE", str(examples))
    yield Visitor()
    database(examples).close()
    database.clear()
