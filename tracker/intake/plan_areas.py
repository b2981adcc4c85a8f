"""The areas a sheet names: by headings above their rows, or by a column beside them."""

from tracker.intake.plan_headings import Heading, area_of, goes_on
from tracker.intake.plan_shapes import ReadArea


class Areas:
    """The areas found so far, and the headings the next row stands under."""

    def __init__(self) -> None:
        self.found: list[ReadArea] = []
        self.again: list[tuple[int, str]] = []
        self._headings: list[tuple[str, int]] = []
        self._last: int | None = None
        self._by_words: dict[tuple[str, str, int | None], int] = {}

    @property
    def heading(self) -> int | None:
        """The place of the area whose heading stands above."""
        return self._headings[-1][1] if self._headings else None

    def under(self, row: int, heading: Heading) -> None:
        """A heading: it ends those of its own kind, and stands below those of other kinds.

        One that goes on from above, or is the same once more, changes nothing; `again` tells it.
        """
        if self._is_again(row, heading):
            return
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
        rest, on = goes_on(words)
        if on and self._last is not None and rest in {"", self._words_of(self._last)}:
            self.again.append((row, words))
            return self._last
        named = area_of(rest if on and rest else words)
        key = (number or named.ref, named.title, self.heading)
        if key not in self._by_words:
            written = words if named.title != words else ""
            ref = key[0].strip("() ")
            self._by_words[key] = self._add(row, ref, named.title or number, written)
        elif on:
            self.again.append((row, words))
        self._last = self._by_words[key]
        return self._last

    def _words_of(self, place: int) -> str:
        area = self.found[place]
        return area.as_written or area.title

    def _is_again(self, row: int, heading: Heading) -> bool:
        """Is it one of the headings above once more, with or without “(continued)”?"""
        rest, on = goes_on(heading.text)
        for depth, (_, place) in enumerate(self._headings, start=1):
            same = " ".join(self._words_of(place).casefold().split())
            if same == " ".join(rest.casefold().split()):
                self._headings = self._headings[:depth]
                self.again.append((row, heading.text))
                return True
        if on and not rest and self._headings:
            self.again.append((row, heading.text))
            return True
        return False

    def _add(self, row: int, ref: str, title: str, written: str) -> int:
        place = len(self.found)
        self.found.append(ReadArea(place, ref, title, row + 1, written, self.heading))
        return place
