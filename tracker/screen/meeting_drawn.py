"""The steps of a meeting that only show: what changed, exceptions, areas, charts, tests."""

from html import escape

import streamlit as st

from tracker.alert import Alert
from tracker.comparison import Comparison, Sort
from tracker.cycles import TestReading
from tracker.effect import Effect
from tracker.meeting_steps import ROWS, asked_for, change_rows, rest_words
from tracker.meeting_steps import exceptions as told_exceptions
from tracker.plan import Status
from tracker.progress import Progress
from tracker.readings import ActionReading, AreaReading
from tracker.screen import fragments, measure_view, run_charts
from tracker.screen.marks import (
    BADGES,
    EFFECT_ICONS,
    ICONS,
    effect_words,
    plain,
    rule_icon,
    status_key,
    status_word,
)
from tracker.words import (
    counted,
    day_words,
    first_sentence,
    sentence,
    short_day_words,
    shortened,
)

# Letters and height of the chart, by screen; a second line of words takes from the wall's.
SIZES = {"wall": (24, 690), "laptop": (18, 390)}
PHONE = (15, 320)
TITLE_LINE, LINE_HIGH, WORDS_HIGH = 48, 70, 50
# How many letters of a line of words the room reads at once; a person's own words run on.
TITLE, LINE, QUOTE, NAMES = 90, 72, 84, 110
MOST, MEASURES = ROWS, 2


def number(count: int) -> None:
    """A large numeral (look.md, HTML fragments)."""
    st.html(f'<p class="tr-numeral">{escape(str(count))}</p>')


def changes(compared: Comparison) -> None:
    """How many of each sort, and which; below, what else, and what is still off track."""
    day = short_day_words(compared.before.plan.day, beside=compared.after.plan.day)
    st.title(f"What changed since {day}", anchor=False)
    with st.container(key="meeting_changes"):
        for row in change_rows(compared)[:ROWS]:
            count, what, names = st.columns([6, 31, 63], vertical_alignment="center", gap="small")
            with count:
                number(row.count)
            what.markdown(_marked(row.mark, row.words))
            names.markdown(plain(_few(row.names)))
    st.markdown(plain(rest_words(compared)))


def _few(names: str, most: int = 3) -> str:
    """The first names, and how many more there are."""
    told = names.split(" · ")
    fit = [shortened(name, NAMES // min(len(told), most)) for name in told[:most]]
    while len(fit) > 1 and len(" · ".join(fit)) > NAMES - 12:
        fit.pop()
    more = f" · and {len(told) - len(fit)} more" if len(told) > len(fit) else ""
    return " · ".join(fit) + more


def _marked(mark: str, words: str) -> str:
    effects = {str(effect): icon for effect, icon in EFFECT_ICONS.items() if effect}
    icons: dict[str, str] = {
        **ICONS, **effects,
        "test": "science", "evidence": "fact_check", "added": "add_circle", "withdrawn": "archive",
        "reworded": "edit_note",
    }  # fmt: skip
    icon = f":material/{icons[mark]}:" if mark in icons else rule_icon(mark)
    if mark == Effect.IMPROVEMENT:
        return f":violet[{icon} **{words}**]"
    return f":{BADGES[mark]}[{icon}] **{words}**" if mark in BADGES else f"{icon} **{words}**"


def promises(compared: Comparison) -> None:
    """What was to be complete by now, and whether it is."""
    promised = sorted(compared.promises, key=lambda promise: promise.kept)
    kept = sum(promise.kept for promise in promised)
    st.title(f"Promised by now: {kept} of {len(promised)} happened", anchor=False)
    with st.container(key="meeting_rows"):
        for promise in promised[:MOST]:
            what, said = st.columns([76, 24], vertical_alignment="center")
            action = promise.action.action
            what.markdown(
                f"**{plain(action.ref)} {plain(shortened(action.title, LINE))}**  \n"
                f":gray[{_owner(promise.action)}, due {day_words(promise.due_on)}]"
            )
            with said:
                _status(promise.action.status)
    _more(len(promised) - MOST)


def _owner(reading: ActionReading) -> str:
    return plain(shortened(reading.owner, LINE // 2)) or "no owner"


def _status(status: Status | None) -> None:
    key = status_key(status)
    st.badge(status_word(key), icon=f":material/{ICONS[key]}:", color=BADGES[key])  # type: ignore[arg-type]


def _more(number_left: int) -> None:
    if number_left > 0:
        st.markdown(f":gray[and {number_left} more]")


def exceptions(progress: Progress) -> None:
    """The worst first, each with its why and the owner's own words."""
    found = told_exceptions(progress)
    things = "thing needs" if len(found) == 1 else "things need"
    st.title(f"{len(found)} {things} this meeting", anchor=False)
    rules = progress.now.plan.reference.alert_rules
    with st.container(key="meeting_rows"), st.container(key="meeting_exceptions"):
        for alert in found[:MOST]:
            rule, what = st.columns([25, 75], vertical_alignment="top", gap="small")
            days = f"  \n:gray[{counted(alert.days, 'day')}]" if alert.days else ""
            rule.markdown(f"{rule_icon(alert.rule)} **{plain(rules[alert.rule].words)}**{days}")
            what.markdown(_exception(progress, alert))
    _more(len(found) - MOST)


def _exception(progress: Progress, alert: Alert) -> str:
    """Its title and owner; below, the owner's own words, or why where there are none."""
    reading = progress.now.action.get(alert.record)
    quote = reading.update.needed or reading.update.done if reading and reading.update else ""
    said = f"“{shortened(first_sentence(quote), QUOTE)}”" if quote else shortened(alert.why, QUOTE)
    owner = f" :gray[{plain(shortened(alert.owner, LINE // 2))}]" if alert.owner else ""
    return (
        f"**{plain(alert.ref)} {plain(shortened(alert.title, LINE // 2))}**{owner}  \n{plain(said)}"
    )


def asks(progress: Progress) -> None:
    """What owners need: each with its action and whose words they are."""
    found = asked_for(progress.now)
    st.title(f"Asked for by owners: {counted(len(found), 'thing')}", anchor=False)
    with st.container(key="meeting_rows", gap="small"):
        for reading in found[:MOST]:
            action = reading.action
            needed = first_sentence(reading.update.needed) if reading.update else ""
            st.markdown(
                f"**{plain(shortened(needed, LINE + 10))}**  \n:gray[{plain(action.ref)} "
                f"{plain(shortened(action.title, LINE // 2))}, {_owner(reading)}]"
            )
    _more(len(found) - MOST)


def area(progress: Progress, ref: str) -> None:
    """One area: delivery, then effect, then confidence; and what is missing."""
    reading = next(area for area in progress.now.areas if area.area.ref == ref)
    st.title(f"{plain(ref)} {plain(shortened(reading.area.title, TITLE))}", anchor=False)
    rows = (
        ("Delivery", lambda: _delivery(reading)),
        ("Effect", lambda: _effect(reading)),
        ("Confidence", lambda: st.markdown(_confidence(reading))),
        ("Missing", lambda: st.markdown(_missing(progress, reading))),
    )
    with st.container(key="meeting_rows", gap="medium"):
        for name, draw in rows:
            label, what = st.columns([16, 84], vertical_alignment="top", gap="small")
            label.markdown(f":gray[{name}]")
            with what, st.container(gap="xxsmall"):
                draw()


def _delivery(reading: AreaReading) -> None:
    counts = reading.counts
    if not counts.actions:
        st.markdown("No action yet")
        return
    st.html(fragments.delivery_bar(counts, counts.actions))
    late = f", **{counts.overdue} overdue**" if counts.overdue else ""
    st.markdown(f"{counts.complete} of {counted(counts.actions, 'action')} complete{late}")


def _effect(reading: AreaReading) -> None:
    st.markdown(effect_words(reading.effect))
    for measure in reading.measures[:MEASURES]:
        st.markdown(f":gray[{plain(shortened(measure_view.headline(measure), LINE + 10))}]")
    _more(len(reading.measures) - MEASURES)


def _confidence(reading: AreaReading) -> str:
    judgement = reading.judgement
    if judgement is None:
        return ":gray[No judgement of this area yet]"
    rests = f", resting on {judgement.confidence.value}" if judgement.confidence else ""
    who = plain(judgement.made_by) or "not said by whom"
    words = plain(shortened(judgement.words, LINE))
    return f"“{words}” :gray[{who}, {day_words(judgement.as_of)}{rests}]"


def _missing(progress: Progress, reading: AreaReading) -> str:
    if not reading.gaps:
        return ":gray[Nothing in the chain]"
    rules = progress.now.plan.reference.alert_rules
    named = dict.fromkeys(rules[gap.rule].words for gap in reading.gaps if gap.rule in rules)
    words = " · ".join(plain(one) for one in named)
    return f":material/link_off: {counted(len(reading.gaps), 'gap')}: {words}"


def chart(progress: Progress, ref: str) -> None:
    """One measure with a signal: its finding, its chart, the sentence."""
    reading = next(measure for measure in progress.now.measures if measure.measure.ref == ref)
    finding = shortened(measure_view.headline(reading), TITLE)
    st.title(plain(finding), anchor=False)
    said = shortened(first_sentence(reading.words).partition(";")[0], 2 * LINE)
    letters, high = SIZES["wall"]
    high -= LINE_HIGH * (len(finding) > TITLE_LINE) + WORDS_HIGH * (len(said) > QUOTE)
    with st.container(gap=None):
        run_charts.show(reading, {**SIZES, "wall": (letters, high)})
        # On a phone the labels of a whole chart stand in each other's way: the words say the same.
        run_charts.show_small(reading, {"phone": PHONE})
    st.markdown(f"**{plain(sentence(said))}**")


def tests(progress: Progress, compared: Comparison) -> None:
    """Tests of change: those that ended since, then those that go on."""
    ended = {change.record for change in compared.of(Sort.TEST_ENDED)}
    told = sorted(progress.now.tests, key=lambda t: (t.test.id not in ended, not t.live))
    shown = [test for test in told if test.test.id in ended or test.live]
    live = sum(test.live for test in told)
    over = f"{counted(len(ended), 'test')} ended, " if ended else ""
    st.title(f"Tests of change: {over}{live or 'none'} running", anchor=False)
    with st.container(key="meeting_rows", gap="small"):
        for test in shown[:MOST]:
            st.markdown(_test(test))
    _more(len(shown) - MOST)


def _test(test: TestReading) -> str:
    newest = test.newest
    learned = newest.learning or newest.question if newest else ""
    words = f"  \n:gray[{plain(shortened(first_sentence(learned), LINE + 14))}]" if learned else ""
    title = f"**{plain(test.test.ref)} {plain(shortened(test.test.title, LINE // 2))}**"
    return f"{title} · {plain(test.words)}{words}"
