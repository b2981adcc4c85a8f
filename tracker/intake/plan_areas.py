"""The areas a sheet names: by headings above their rows, or by a column beside them."""

from tracker.intake.plan_headings import Heading, area_of
from tracker.intake.plan_shapes import ReadArea


class Areas:
    """The areas found so far, and the headings the next row stands under."""

    def __init__(self) -> None:
        self.found: list[ReadArea] = []
        self._headings: list[tuple[str, int]] = []
        self._by_words: dict[tuple[str, str, int | None], int] = {}

    @property
    def heading(self) -> int | None:
        """The place of the area whose heading stands above."""
        return self._headings[-1][1] if self._headings else None

    def under(self, row: int, heading: Heading) -> None:
        """A heading: it ends those of its own kind, and stands below those of other kinds."""
        kinds = [kind for kind, _ in self._headings]
        if heading.kind in kinds:
            self._headings = self._headings[: kinds.index(heading.kind)]
        written = heading.text if heading.text != heading.title else ""
        place = self._add(row, heading.ref, heading.title, written)
        self._headings.append((heading.kind, place))

    def of_words(self, row: int, words: str, number: str) -> int | None:
        """The area of a row by its columns' words and number; without them, the heading's."""
        if not words and not number:
            return self.heading
        named = area_of(words)
        key = (number or named.ref, named.title, self.heading)
        if key not in self._by_words:
            written = words if named.title != words else ""
            ref = key[0].strip("() ")
            self._by_words[key] = self._add(row, ref, named.title or number, written)
        return self._by_words[key]

    def _add(self, row: int, ref: str, title: str, written: str) -> int:
        place = len(self.found)
        self.found.append(ReadArea(place, ref, title, row + 1, written, self.heading))
        return place
