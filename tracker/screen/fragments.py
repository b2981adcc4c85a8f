"""The HTML fragments Streamlit has no widget for. Every text put into them is escaped."""

from collections.abc import Mapping
from html import escape

from tracker.delivery import Counts
from tracker.effect import Effect
from tracker.plan import NOT_REPORTED
from tracker.progress import EFFECT_ROWS, Cell, change_words
from tracker.screen.marks import ICONS, status_word, symbol
from tracker.words import counted, listed

_CELL_WORDS: Mapping[tuple[bool, Effect], str] = {
    (True, Effect.IMPROVEMENT): "Measure improved",
    (True, Effect.NO_SIGNAL): "Nothing changed",
    (True, Effect.WORSENING): "Getting worse",
    (True, Effect.NOT_ENOUGH): "Too soon to say",
    (False, Effect.IMPROVEMENT): "Measure improving",
    (False, Effect.NO_SIGNAL): "Nothing changed yet",
    (False, Effect.WORSENING): "Getting worse",
    (False, Effect.NOT_ENOUGH): "Too soon to say",
}


def status_strip(counts: Counts, changes: Mapping[str, int]) -> str:
    """Counts by status with their change; it is the key to the bars as well."""
    shown = [
        (name, count)
        for name, count in counts.by_status().items()
        if name != NOT_REPORTED or count or changes[name]
    ]
    items = "".join(_strip_item(name, count, changes[name]) for name, count in shown)
    return f'<ul class="tr-strip" aria-label="Actions by delivery status">{items}</ul>'


def _strip_item(name: str, count: int, change: int) -> str:
    return (
        f'<li><span class="tr-block tr-{name}">{symbol(ICONS[name], "1.5rem")}</span>'
        f'<span class="tr-count">{count}</span><span class="tr-words">{status_word(name)}<br>'
        f'<small class="tr-soft">{change_words(change)}</small></span></li>'
    )


def delivery_bar(counts: Counts, widest: int) -> str:
    """One area's actions by status on a scale of `widest` actions: one action, one unit."""
    stated = [(name, count) for name, count in counts.by_status().items() if count]
    words = listed(f"{count} {name.replace('_', ' ')}" for name, count in stated)
    label = escape(f"{counted(counts.actions, 'action')}{': ' + words if stated else ''}")
    parts = "".join(
        f'<div class="tr-{name}" style="flex:{count} 0 0">{symbol(ICONS[name])}'
        f"{count if count > 1 else ''}</div>"
        for name, count in stated
    )
    rest = widest - counts.actions
    filler = f'<div style="flex:{rest} 0 0"></div>' if rest else ""
    return f'<div class="tr-bar" role="img" aria-label="{label}">{parts}{filler}</div>'


def matrix(cells: tuple[Cell, ...]) -> str:
    """Delivery against effect as a table: done and not done, by effect.

    Actions without a measure stand under “too soon to say”, and are named there as such.
    """
    by_place = {(cell.done, cell.effect): cell for cell in cells}
    heads = "".join(
        f'<th scope="col">{name}: {counted(_total(cells, done), "action")}</th>'
        for name, done in (("Done", True), ("Not done", False))
    )
    rows = "".join(
        f"<tr>{_cell(by_place, effect, done=True)}{_cell(by_place, effect, done=False)}</tr>"
        for effect in EFFECT_ROWS
        if effect is not None
    )
    return f'<table class="tr-matrix"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _total(cells: tuple[Cell, ...], done: bool) -> int:
    return sum(len(cell.actions) for cell in cells if cell.done is done)


def _cell(cells: Mapping[tuple[bool, Effect | None], Cell], effect: Effect, *, done: bool) -> str:
    cell = cells[done, effect]
    unmeasured = len(cells[done, None].actions) if effect is Effect.NOT_ENOUGH else 0
    number = len(cell.actions) + unmeasured
    look = "tr-none" if not number else "tr-asks" if cell.asks else _better(cell)
    note = _names(cell) if cell.asks else f"{unmeasured} without a measure" if unmeasured else ""
    small = f"<small>{escape(note)}</small>" if note else ""
    return (
        f'<td class="{look}"><div class="tr-cell"><b>{number}</b>'
        f"<span><strong>{_CELL_WORDS[done, effect]}</strong>{small}</span></div></td>"
    )


def _better(cell: Cell) -> str:
    return "tr-better" if cell.effect is Effect.IMPROVEMENT else ""


def _names(cell: Cell) -> str:
    """The first action by its title and how many others there are: what fits on one line."""
    first, *others = cell.actions
    return first.action.title + (f" +{len(others)}" if others else "")
