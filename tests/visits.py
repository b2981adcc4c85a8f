"""A visitor without a browser: opens pages through the door, types, clicks, reads the screen."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tracker import store
from tracker.progress import Progress, progress_as_at
from tracker.readings import readings

PROJECT = Path(__file__).resolve().parents[1]
DOOR = str(PROJECT / "tracker" / "door.py")
PAGES = sorted(path.stem for path in (PROJECT / "pages").glob("*.py"))
ILLUSTRATIVE, ILLUSTRATIVE_DAY = "illustrative", date(2026, 11, 20)
SOURCED = ("clackmannanshire", "moray", "south-ayrshire", "south-lanarkshire")
LABELS = {
    "line": "text_input", "text": "text_area", "day": "date_input", "number": "number_input",
    "choice": "radio", "one_of": "selectbox",
}  # fmt: skip


class Visitor:
    """One session. `open` goes to a page with an address; the rest acts on what is shown."""

    def __init__(self) -> None:
        self.screen = AppTest.from_file(DOOR, default_timeout=60)
        self.begun = False

    def open(self, page: str = "progress", **address: str) -> "Visitor":
        """Go to a page by its file's name, with the address said and nothing else in it."""
        if page != "progress" or self.begun:
            if not self.begun:
                self.screen.run()
            self.screen.switch_page(f"../pages/{page}.py")
        self.screen.query_params.clear()
        self.screen.query_params.update(address)
        return self.again()

    def again(self) -> "Visitor":
        self.screen.run()
        self.begun = True
        assert [fault.message for fault in self.screen.exception] == []
        return self

    @property
    def address(self) -> dict[str, str]:
        stated = self.screen.query_params.items()
        return {name: value[0] if isinstance(value, list) else value for name, value in stated}

    @property
    def headline(self) -> str:
        (title,) = self.screen.title
        return as_read(title.value)

    @property
    def refused(self) -> str:
        """Every sentence of refusal on the screen."""
        return " ".join(as_read(error.value) for error in self.screen.error)

    @property
    def words(self) -> str:
        """Everything on the screen that is text, as it is read; style sheets are not."""
        found = (getattr(element, "value", None) for element in self.screen._tree)
        told = [value for value in found if isinstance(value, str)]
        return "\n".join(as_read(value) for value in told if "<style" not in value)

    @property
    def links(self) -> list[Any]:
        return [link.proto for link in self.screen.get("page_link")]

    def field(self, how: str, name: str) -> Any:
        """A field of the open form, by the record's field name."""
        kinds = getattr(self.screen, LABELS[how])
        return next(widget for widget in kinds if widget.key and widget.key.endswith(f"_{name}"))

    def says(self, **fields: Any) -> "Visitor":
        """Fill fields of the open report; nothing is saved yet."""
        for name, value in fields.items():
            self.field(HOW[name], name).set_value(value)
        return self

    def clicks(self, label: str) -> "Visitor":
        next(button for button in self.screen.button if button.label == label).click()
        return self.again()

    def below(self, how: str, name: str) -> str:
        """What stands right below a field: the sentence that refuses it, or ''."""
        shown = [element for element in self.screen._tree if not isinstance(element, Block)]
        place = shown.index(self.field(how, name)) + 1
        return shown[place].value if shown[place].type == "error" else ""


HOW = {
    "status": "choice", "done": "text", "data_show": "text", "needed": "line", "next": "text",
    "as_of": "day", "due_on": "day", "reason": "line", "progress": "number",
    "evidence_link": "line",
}  # fmt: skip


def as_read(text: str) -> str:
    """Markdown and HTML as a person reads them: escapes undone, tags away."""
    if text.startswith("<"):
        return unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\\(.)", r"\1", text)


def progress_of(database: store.Database, slug: str, day: date) -> Progress:
    """The first screen's answer, worked out without a screen."""
    return progress_as_at(lambda at: readings(store.plan_as_at(database, slug, at)), day)
