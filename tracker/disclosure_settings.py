"""What a public view hides, as settings, and the word that stands in place of a hidden figure.

Practice this follows: counts under 5 are hidden in much published Scottish work on children, and
protected by hiding a second figure; GSS guidance for tables from administrative sources treats
these as primary and secondary suppression. (Both told from general knowledge, not quoted.) NHS
Education for Scotland's policy (turasdata.nes.nhs.scot, sdc_v2) asks for a risk assessment where
rows are dominated by zeroes or by rates of 100 %: a zero tells something of everybody in a group.
Research safe havens hide more: UK LLC hides all counts under 10 and zeros, and percentages of
fewer than 10 people (guidebook.ukllc.ac.uk, sdc). So here: 1 to 4 hidden; nobody and everybody
shown unless the partnership sets otherwise, since "none this month" is what most plans aim at;
percentages of fewer than 10 hidden.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

# One word for every hidden figure: a word that told which are small and which stand in for
# others would give some of them back.
HIDDEN = "hidden"
HIDDEN_WORDS = "hidden: small numbers"


class PublicSettings(NamedTuple):
    """`small`: counts from 1 to this are hidden. `smallest_base`: percentages of fewer are hidden.
    `round_to`: other counts are rounded to this (5), 0 leaves them. `zeros_shown`: nobody, and
    everybody, may be told. `without_base_shown`: percentages whose base is not recorded."""

    small: int = 4
    smallest_base: int = 10
    round_to: int = 0
    zeros_shown: bool = True
    without_base_shown: bool = False

    def is_small(self, count: float) -> bool:
        """Must a count of children be hidden? Part of one, as in 3.5, counts as the next whole."""
        return 0 < abs(count) < self.small + 1 or (count == 0 and not self.zeros_shown)

    @property
    def lowest_hidden(self) -> int:
        """The lowest count that anybody can suppose behind a hidden one."""
        return 1 if self.zeros_shown else 0

    def rounded(self, count: float) -> float:
        """A count as it is shown: to the nearest `round_to`."""
        step = self.round_to
        return math.floor(count / step + 0.5) * step if step else count

    def band(self, count: float) -> tuple[float, float]:
        """The lowest and the highest whole count that are shown as this one is."""
        if not self.round_to or self.is_small(count) or not count:
            return count, count
        shown = self.rounded(count)
        first = math.ceil(shown - self.round_to / 2)
        last = math.ceil(shown + self.round_to / 2) - 1
        return max(first, self.small + 1), last


SETTINGS = PublicSettings()


def public_settings(named: Mapping[str, float]) -> PublicSettings:
    """The settings of `Reference.settings`: public_small, public_smallest_base, public_round_to,
    public_zeros and public_without_base (0 or 1); those that are not there are the usual ones."""
    said = {name: named.get(f"public_{name}", default) for name, default in _USUAL.items()}
    return PublicSettings(
        small=int(said["small"]),
        smallest_base=int(said["smallest_base"]),
        round_to=int(said["round_to"]),
        zeros_shown=bool(said["zeros"]),
        without_base_shown=bool(said["without_base"]),
    )


_USUAL = {
    "small": SETTINGS.small,
    "smallest_base": SETTINGS.smallest_base,
    "round_to": SETTINGS.round_to,
    "zeros": SETTINGS.zeros_shown,
    "without_base": SETTINGS.without_base_shown,
}
