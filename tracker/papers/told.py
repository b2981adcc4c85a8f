"""How a paper tells single things: a text not too long, an owner, a status with its colour."""

from tracker.papers.content import Cell
from tracker.plan import NOT_REPORTED
from tracker.readings import ActionReading
from tracker.words import counted

LONGEST = 300  # letters of one person's words in a paper; the workbook has all of them


def shortened(text: str, most: int = LONGEST) -> str:
    """A text in one paragraph; cut at a word, with …, where it is longer than a paper bears."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head = line[:most]
    whole_words = head.rpartition(" ")[0]
    return f"{whole_words if len(whole_words) > most // 2 else head} …"


def owner_words(reading: ActionReading) -> str:
    """The owner of an action, or that there is none."""
    return reading.owner or "no owner"


def status_cell(reading: ActionReading) -> Cell:
    """The reported delivery, with the fact of lateness beside it."""
    word = (reading.status.words if reading.status else "not reported").capitalize()
    late = f"; {counted(reading.days_overdue, 'day')} overdue" if reading.overdue else ""
    return Cell(word + late, reading.status.value if reading.status else NOT_REPORTED)
