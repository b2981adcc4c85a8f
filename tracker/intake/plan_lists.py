"""Lists in the cells of an action: steps are its milestones; several actions are parted."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tracker.intake.plan_date_forms import mentions_in
from tracker.intake.plan_dates import ReadDate, read_due
from tracker.intake.plan_headings import ref_and_title, ref_extends, starts_with_verb
from tracker.intake.plan_items import Items, lined_items, listed_items, marked_items, runs_on
from tracker.intake.plan_owners import owner_doubt
from tracker.intake.plan_parts import Parts, updates_of
from tracker.intake.plan_shapes import Milestone, ReadAction, ReadUpdate
from tracker.intake.plan_status import read_status, updates_in
from tracker.intake.plan_words import PlanField

# What may stand line for line beside the lines of a cell with several actions.
_SHARED: tuple[PlanField, ...] = ("owner", "due", "status")
LONGEST_BESIDE = 80
_NO_DATE_YET = re.compile(r"\W*(?:on-?going|tb[cad]|n/?a|complete|completed)\W*", re.IGNORECASE)


def milestones_of(parts: Parts, due_text: str) -> tuple[Milestone, ...]:
    """The steps of an action: its own cells', those of the rows below, or its due cell's lines."""
    found: list[Milestone] = []
    own = parts.table.work if parts.record.whole else None
    cells = parts.pieces("milestones")
    if own is not None and own not in {column for column, _ in cells}:
        cells += [(own, piece) for piece in parts.record.cells.get(own, ())]
    for column, piece in cells:
        if column != parts.work:
            found += _steps(parts, column, piece.cell.text)
    if found and parts.record.steps and parts.table.columns.first("due") is not None:
        found = [_with_due(found[0], parts), *found[1:]]
    for _, cell, due in parts.record.steps:
        read = read_due(due.text, due.day) if due else ReadDate()
        step = _step(cell.text)
        found.append(replace(step, due_text=due.text, due_on=read.day) if due else step)
    return tuple(found) or _dated_lines(due_text)


def _with_due(first: Milestone, parts: Parts) -> Milestone:
    """The step in the parent's own row has that row's date."""
    pieces = parts.pieces("due")
    if first.due_text or not pieces:
        return first
    cell = pieces[0][1].cell
    return replace(first, due_text=cell.text, due_on=read_due(cell.text, cell.day).day)


def _steps(parts: Parts, column: int, text: str) -> list[Milestone]:
    items = listed_items(text)
    if items is None:
        return [_step(text)]
    if any(items.marks) or items.intro:
        parts.written[parts.name(column)] = text
    intro = [_step(items.intro)] if items.intro else []
    return [*intro, *(_step(item) for item in items.texts)]


def _step(text: str) -> Milestone:
    """A step's words, with the one date they name."""
    dates = mentions_in(text) if any(sign.isdigit() for sign in text) else []
    if len(dates) != 1:
        return Milestone(text)
    return Milestone(text, dates[0].text, read_due(text).day)


def _dated_lines(due_text: str) -> tuple[Milestone, ...]:
    """A due cell whose every line says what is to be done by when."""
    lines = [line.strip() for line in due_text.split("\n") if line.strip()]
    steps = [_step(line) for line in lines]
    if len(steps) < 2 or not all(s.due_text and _has_words(s) for s in steps):
        return ()
    return tuple(steps)


def _has_words(step: Milestone) -> bool:
    rest = step.text.replace(step.due_text, "")
    return sum(len(word) > 2 for word in rest.split()) >= 3


def in_one_cell(parts: Parts, column: int, action: ReadAction) -> list[ReadAction]:
    """One action for each item of a cell that numbers several, with the row's other words.

    None where there is one only, as lists under words of their own are its milestones. Lines
    without numbers are parted where owners or dates stand beside them line for line.
    """
    items = marked_items(action.title)
    paired = items is None
    items = items or _lines_beside(parts, action)
    if items is None:
        return []
    parts.written[parts.name(column)] = action.title
    if items.intro:
        ref, title = ref_and_title(items.intro)
        steps = tuple(_step(item) for item in items.texts)
        action = replace(
            action, ref=action.ref or ref, title=title, milestones=(*steps, *action.milestones)
        )
        return [action]
    number = len(items.texts)
    shares = {wanted: _alike(parts, wanted, number) for wanted in _SHARED}
    what = "lines, read as actions" if paired else "actions"
    said = f"This cell holds {number} {what}. Each is read with the row's owner, date and status."
    if any(shares.values()):
        said = f"This cell holds {number} {what}. Each is read with what stands on the same line."
    parts.doubt(parts.record.rows[0], column, action.title, said)
    for wanted, shared in shares.items():
        _doubt_each(parts, wanted, shared)
    if shares["status"]:
        stories = updates_of(parts)
        story = "\n".join(stories)
        updates = tuple(ReadUpdate(u.text, u.on) for one in stories for u in updates_in(one))
        action = replace(action, update_text=story, updates=updates)
    beside = [
        {wanted: shared[place] for wanted, shared in shares.items() if shared}
        for place in range(number)
    ]
    each = zip(items.marks, items.texts, beside, strict=True)
    found = [_one_of(parts, action, mark, text, own) for mark, text, own in each]
    return _with_own_news(parts, found, items)


def _with_own_news(parts: Parts, actions: Sequence[ReadAction], items: Items) -> list[ReadAction]:
    """“1. Complete 2. On track” beside “1. … 2. …”: each action has the news of its own number."""
    cells = parts.pieces("update")
    news = marked_items(cells[0][1].cell.text) if len(cells) == 1 else None
    alone = news and actions[0].update_text == cells[0][1].cell.text
    if not (news and alone and any(news.marks) and news.marks == items.marks) or news.intro:
        return list(actions)
    column = cells[0][0]
    parts.written[parts.name(column)] = cells[0][1].cell.text
    return [
        replace(action, update_text=text, updates=tuple(ReadUpdate(u.text, u.on) for u in read))
        for action, text in zip(actions, news.texts, strict=True)
        for read in [updates_in(text)]
    ]


def _lines_beside(parts: Parts, action: ReadAction) -> Items | None:
    """The lines of a title, where as many dates or owners stand on the lines of their cells."""
    items = lined_items(action.title)
    if items is None:
        return None
    number = len(items.texts)
    doing = all(starts_with_verb(text) for text in items.texts)
    dues, owners = _alike(parts, "due", number), _alike(parts, "owner", number)
    if dues and (doing or owners or len(set(dues)) > 1):
        return items
    return items if owners and doing else None


def _doubt_each(parts: Parts, wanted: PlanField, shares: Sequence[str]) -> None:
    """Where a cell is shared out, the doubts are those of its items."""
    column = next((column for column, _ in parts.pieces(wanted)), None)
    if column is None or not shares:
        return
    why: dict[str, Callable[[str], str]] = {
        "owner": owner_doubt,
        "due": lambda text: read_due(text).doubt,
        "status": lambda text: read_status(text, "", parts.reading.words).doubt,
    }
    parts.written[parts.name(column)] = parts.text(wanted)
    parts.doubts = [doubt for doubt in parts.doubts if doubt.column != parts.name(column)]
    for share in shares:
        if share and why[wanted](share):
            parts.doubt(parts.record.rows[0], column, share, why[wanted](share))


def _one_of(
    parts: Parts, action: ReadAction, mark: str, title: str, own: Mapping[PlanField, str]
) -> ReadAction:
    """One of several actions in a cell, with `own`: what stands beside it on its own line."""
    extends = bool(mark) and ref_extends(mark, action.ref)
    one = replace(action, ref=mark if extends else action.ref or mark, title=title)
    if "owner" in own:
        one = replace(one, owner_text=own["owner"])
    if "due" in own:
        read = read_due(own["due"])
        one = replace(one, due_text=own["due"], due_on=read.day, due_note=read.note)
    if "status" in own:
        said = read_status(own["status"], "", parts.reading.words)
        one = replace(one, status_text=said.text, status=said.status)
    return one


def _alike(parts: Parts, wanted: PlanField, number: int) -> tuple[str, ...]:
    """The items or lines of a cell that has as many; () where the cell is everybody's."""
    cells = parts.pieces(wanted)
    if len(cells) != 1:
        return ()
    text = cells[0][1].cell.text
    items = marked_items(text)
    if items and not items.intro and len(items.texts) == number:
        return items.texts
    lines = tuple(line.strip() for line in text.split("\n") if line.strip())
    fits = len(lines) == number and all(_stands_alone(parts, wanted, line) for line in lines)
    return lines if fits else ()


def _stands_alone(parts: Parts, wanted: PlanField, line: str) -> bool:
    """May one line of a cell be one owner, one date, one status?"""
    if len(line) > LONGEST_BESIDE:
        return False
    if wanted == "due":
        read = read_due(line)
        return bool(read.day or read.proposal or _NO_DATE_YET.fullmatch(line))
    if wanted == "status":
        return bool(read_status(line, "", parts.reading.words).text)
    return not runs_on(line)
