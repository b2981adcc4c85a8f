"""The committee paper of a snapshot, made once and rendered by docx, PDF and HTML alike.

The order is that of South Lanarkshire Council's committee reports (reference.md, section 8). What
the plan knows is filled in; what it does not is marked for the author and never invented.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from tracker.cycles import TestReading
from tracker.meeting_steps import exceptions
from tracker.papers.content import (
    Block,
    Cell,
    Fact,
    ForAuthor,
    Grid,
    Heading,
    Paper,
    Points,
    Text,
    cells,
)
from tracker.papers.evaluation import evaluation
from tracker.papers.snapshot import Snapshot
from tracker.papers.told import owner_words, shortened, status_cell
from tracker.readings import ActionReading
from tracker.tests_of_change import Decision
from tracker.words import counted, day_words, listed, long_day_words, sentence

NEXT_SHOWN = 12
GOOD_SHOWN = 10
ASKED_SHOWN = 6
LINKS_SHOWN = 12


def committee_paper(snapshot: Snapshot) -> Paper:
    """The whole paper: front, eleven sections, and what follows the signature."""
    plan = snapshot.read.plan
    name, title = plan.partnership.name, plan.plan.title if plan.plan else "Improvement plan"
    facts = (
        Fact("Report to", "", "name the committee"),
        Fact("Date of meeting", "", "give the date"),
        Fact("Report by", "", "name the post that reports"),
        Fact("Subject", f"{title}: progress as at {day_words(plan.day)}"),
    )
    return Paper(
        name=name,
        title=title,
        subtitle=f"Progress as at {long_day_words(plan.day)}",
        label=snapshot.label,
        stamp=snapshot.stamp,
        facts=facts,
        blocks=tuple(_blocks(snapshot)),
    )


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield from _section(1, "Purpose of report", _purpose(snapshot))
    yield from _section(2, "Recommendations", _recommendations(snapshot))
    yield from _section(3, "Background", _background(snapshot))
    yield Heading(1, "4", "Inspection evaluation and progress")
    yield from evaluation(snapshot)
    yield from _section(5, "Good practice examples", _good_practice(snapshot))
    yield from _section(6, "Next steps", _next_steps(snapshot))
    yield from _section(7, "Employee implications", _employees())
    yield from _section(8, "Financial implications", _finance(snapshot))
    yield from _section(
        9, "Climate change, sustainability and environmental implications",
        [ForAuthor("say what follows for climate, sustainability and the environment, or that "
                   "nothing does.")],
    )  # fmt: skip
    yield from _section(
        10, "Other implications",
        [ForAuthor("say which risks there are, and what else follows.")],
    )  # fmt: skip
    yield from _section(
        11, "Equality impact assessment and consultation arrangements",
        [ForAuthor("say whether an equality impact assessment was needed and made, and who was "
                   "consulted: children, young people and families first.")],
    )  # fmt: skip
    yield from _after_the_signature(snapshot)


def _section(number: int, title: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """A section whose paragraphs are numbered 1.1, 1.2."""
    yield Heading(1, str(number), title)
    places = count(1)
    for block in blocks:
        if isinstance(block, Text):
            yield Text(block.words, block.lead, f"{number}.{next(places)}")
        elif isinstance(block, Points):
            yield Points(block.items, block.numbered, inset=True)
        else:
            yield block


def _purpose(snapshot: Snapshot) -> Iterator[Block]:
    plan = snapshot.read.plan
    yield Text(
        f"This report tells how the improvement plan of {plan.partnership.name} stood on "
        f"{day_words(plan.day)}: whether the work is being done on time, whether measures show a "
        "change for children, and how far the evidence carries."
    )


def _recommendations(snapshot: Snapshot) -> Iterator[Block]:
    yield Text("The committee is asked to approve the following recommendations:")
    found = len(exceptions(snapshot.progress))
    notes = [f"that the progress of the plan is noted: {_inside(snapshot.progress.finding)}."]
    if found:
        notes.append(f"that what needs attention is noted: {counted(found, 'matter')}, in 4.3.")
    yield Points(tuple(notes), numbered=True)
    yield ForAuthor("say what the committee is asked to decide.")
    if asked := _asked_for(snapshot):
        yield Text("Owners of actions that are not complete say that they need:")
        yield Points(tuple(asked))


def _inside(finding: str) -> str:
    """The finding within a sentence."""
    return finding if finding[:1].isdigit() else finding[:1].lower() + finding[1:]


def _asked_for(snapshot: Snapshot) -> list[str]:
    """What owners need, those overdue first; the rest is counted."""
    asking = [a for a in snapshot.read.actions if a.update and a.update.needed and not a.complete]
    asking.sort(key=lambda reading: -reading.days_overdue)
    said = [
        f"{a.action.ref} {a.action.title} ({owner_words(a)}): {shortened(a.update.needed)}"
        for a in asking[:ASKED_SHOWN]
        if a.update
    ]
    rest = len(asking) - len(said)
    return [*said, f"and {counted(rest, 'action')} more, in the workbook."] if rest else said


def _background(snapshot: Snapshot) -> Iterator[Block]:
    plan, read = snapshot.read.plan, snapshot.read
    if plan.plan:
        until = f" until {day_words(plan.plan.ends_on)}" if plan.plan.ends_on else ""
        lead = plan.owner_words(plan.plan.lead_group_id)
        led = f" It is led by: {lead}." if lead else ""
        yield Text(f"{plan.plan.title} runs from {day_words(plan.plan.starts_on)}{until}.{led}")
    else:
        yield Text("No plan has been begun yet.")
    raised = dict.fromkeys(area.raised_in for area in plan.areas if area.raised_in)
    whence = f" They were raised in: {listed(raised)}." if raised else ""
    yield Text(
        f"It answers {counted(len(plan.areas), 'area')} for improvement with "
        f"{counted(len(read.actions), 'action')}, "
        f"{counted(len(plan.outcome), 'outcome')} and "
        f"{counted(len(read.measures), 'measure')}.{whence}"
    )
    yield Text(
        "Three readings are kept apart. Delivery says whether the work is done on time, from what "
        "owners report and from due dates. Effect says whether a measure moves, from run charts; "
        "two points are never a trend. Confidence says how far the evidence carries."
    )
    yield ForAuthor("add what the committee should know of the inspection, if it is new to it.")


def _good_practice(snapshot: Snapshot) -> Iterator[Block]:
    done = [a for a in snapshot.read.actions if a.complete and a.update and a.update.shows_evidence]
    adopted = [t for t in snapshot.read.tests if t.decision is Decision.ADOPT]
    if not done and not adopted:
        yield Text("No complete action shows evidence yet, and no test of change was adopted.")
        yield ForAuthor("add good practice that the plan does not tell.")
        return
    if adopted:
        yield Text("Tests of change that were adopted:")
        yield Points(tuple(_adopted(test) for test in adopted))
    if done:
        shown = done[:GOOD_SHOWN]
        rest = f", the first {len(shown)} of them here" if len(done) > len(shown) else ""
        yield Text(
            f"{counted(len(done), 'complete action')} with evidence{rest}. Evidence that work was "
            "done is not yet a change for children; 4.2 says what the measures show."
        )
        yield Grid(
            "Complete actions with evidence",
            ("Ref", "Action", "What the data show"),
            tuple(_evidence_row(action) for action in shown),
            (8, 32, 60),
        )
    yield ForAuthor("add what others could take up, and what children and families say.")


def _adopted(reading: TestReading) -> str:
    learned = next((c.learning or c.result for c in reversed(reading.cycles) if c.decision), "")
    return f"{reading.test.ref} {reading.test.title}{f': {shortened(learned)}' if learned else ''}"


def _evidence_row(reading: ActionReading) -> tuple[Cell, ...]:
    told = reading.update
    shows = told.data_show or f"Evidence: {told.evidence_link}" if told else ""
    return cells(reading.action.ref, reading.action.title, shortened(shows))


def _next_steps(snapshot: Snapshot) -> Iterator[Block]:
    read = snapshot.read
    due = [a for a in read.actions if not a.complete and a.action.due_on and not a.overdue]
    due.sort(key=lambda a: a.action.due_on or read.plan.day)
    undated = sum(not a.complete and a.action.due_on is None for a in read.actions)
    ahead = f"{counted(len(due), 'action')} fall due after {day_words(read.plan.day)}"
    if len(due) == 1:
        ahead = ahead.replace("fall", "falls")
    without = f"; {counted(undated, 'action')} not complete without a due date" if undated else ""
    yield Text(f"{sentence(ahead + without)}")
    if due:
        shown = due[:NEXT_SHOWN]
        yield Grid(
            "Next due dates" if len(shown) == len(due) else f"The next {len(shown)} due dates",
            ("Due", "Ref", "Action", "Owner", "Delivery"),
            tuple(
                (
                    *cells(day_words(a.action.due_on), a.action.ref, a.action.title),
                    *cells(owner_words(a)),
                    status_cell(a),
                )
                for a in shown
                if a.action.due_on
            ),
            (15, 8, 37, 24, 16),
        )
    yield ForAuthor("say when the committee will hear again.")


def _employees() -> Iterator[Block]:
    yield ForAuthor("say what follows for staff, or that nothing does.")


def _finance(snapshot: Snapshot) -> Iterator[Block]:
    stated = [a for a in snapshot.read.actions if a.action.resources]
    if stated:
        yield Text("Resources that the plan names:")
        yield Points(
            tuple(
                f"{a.action.ref} {a.action.title}: {shortened(a.action.resources)}"
                for a in stated[:LINKS_SHOWN]
            )
        )
        if len(stated) > LINKS_SHOWN:
            rest = counted(len(stated) - LINKS_SHOWN, "more action")
            yield Text(f"{rest} with resources, in the plan.")
    yield ForAuthor("say what it costs and which budget meets it, or that nothing is asked for.")


def _after_the_signature(snapshot: Snapshot) -> Iterator[Block]:
    plan = snapshot.read.plan
    yield Heading(1, "", "Sign-off")
    yield ForAuthor("name, post and date of whoever signs.")
    yield Heading(1, "", "Links to council values and objectives")
    outcomes = plan.outcome.values()
    wellbeing = dict.fromkeys(word for outcome in outcomes for word in outcome.wellbeing)
    indicators = dict.fromkeys(word for outcome in outcomes for word in outcome.quality_indicators)
    if wellbeing:
        yield Text(f"{listed(wellbeing)}.", "Wellbeing indicators of the plan’s outcomes:")
    if indicators:
        yield Text(f"{listed(indicators)}.", "Quality indicators:")
    yield ForAuthor("name the council’s values and objectives that this serves.")
    yield Heading(1, "", "Previous references")
    met = [m for m in plan.meetings if m.on < plan.day]
    if met:
        days = listed(day_words(meeting.on) for meeting in met[-6:])
        yield Text(f"{days}.", "Meetings of the partnership about the plan:")
    yield ForAuthor("name earlier reports to this committee.")
    yield Heading(1, "", "List of background papers")
    papers = [*dict.fromkeys(area.raised_in for area in plan.areas if area.raised_in)]
    links = [a.update.evidence_link for a in snapshot.read.actions if a.update]
    evidence = [link for link in dict.fromkeys(links) if link]
    papers += evidence[:LINKS_SHOWN]
    if rest := len(evidence) - LINKS_SHOWN:
        papers += [f"{counted(rest, 'more link')} to evidence, in the workbook"] if rest > 0 else []
    yield Points((f"The plan: {snapshot.stamp[:1].lower()}{snapshot.stamp[1:]}", *papers))
    yield Heading(1, "", "Contact for further information")
    yield ForAuthor("name, post, telephone and e-mail of whoever can be asked.")
