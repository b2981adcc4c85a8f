"""How many runs, crossings and points in a row pure chance still explains.

Printed: Perla, Provost & Murray, BMJ Qual Saf 2011;20:46-51, table 1, adapted from Swed &
Eisenhart 1943. Exact: the distribution that page approximates (it differs in 18 of 51 rows).
Anhøj: doi 10.1371/journal.pone.0113825, as in qicharts2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

TAIL = 0.025  # two-sided 5 %: at most this much below the lower limit, and above the upper
CROSSINGS_QUANTILE = 0.05  # Anhøj: crossings below the 5 % quantile are a signal
ANHOJ_RUN_MARGIN = 3  # Anhøj: a run longer than round(log2 n) + 3 is a signal
SPREADS_OF_A_TAIL = 10  # beyond ten standard deviations nothing is left to add up


class RunsTable(StrEnum):
    """Which table judges the number of runs; above 60 useful points it is always the exact."""

    PRINTED = "printed"
    EXACT = "exact"


# useful observations: (lower, upper); fewer runs than lower is too few, more than upper too many.
# 56 stands as printed, though it looks like a misprint.
# fmt: off
PRINTED = {
    10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12), 16: (5, 13),
    17: (5, 13), 18: (6, 14), 19: (6, 15), 20: (6, 16), 21: (7, 16), 22: (7, 17), 23: (7, 17),
    24: (8, 18), 25: (8, 18), 26: (9, 19), 27: (10, 19), 28: (10, 20), 29: (10, 20), 30: (11, 21),
    31: (11, 22), 32: (11, 23), 33: (12, 23), 34: (12, 24), 35: (12, 24), 36: (13, 25),
    37: (13, 25), 38: (14, 26), 39: (14, 26), 40: (15, 27), 41: (15, 27), 42: (16, 28),
    43: (16, 28), 44: (17, 29), 45: (17, 30), 46: (17, 31), 47: (18, 31), 48: (18, 32),
    49: (19, 32), 50: (19, 33), 51: (20, 33), 52: (20, 34), 53: (21, 34), 54: (21, 35),
    55: (22, 35), 56: (22, 35), 57: (23, 36), 58: (23, 37), 59: (24, 38), 60: (24, 38),
}
# fmt: on


def runs_limits(n_useful: int, table: RunsTable = RunsTable.PRINTED) -> tuple[int, int]:
    """The fewest and the most runs that chance explains among `n_useful` points, 10 or more."""
    if table is RunsTable.PRINTED and n_useful in PRINTED:
        return PRINTED[n_useful]
    return exact_limits(n_useful)


@lru_cache(maxsize=4096)
def exact_limits(n_useful: int) -> tuple[int, int]:
    """The exact limits, with floor(n/2) points on one side and ceil(n/2) on the other.

    Lower: the largest with P(fewer runs) <= 2.5 %; upper: the smallest with P(more) <= 2.5 %.
    """
    one, other = n_useful // 2, n_useful - n_useful // 2
    mean = 1 + 2 * one * other / n_useful
    reach = SPREADS_OF_A_TAIL * math.sqrt(n_useful) / 2 + 2
    share = _share_of_runs(one, other)
    lower = _where_tail_ends(share, max(2, int(mean - reach)), 1, TAIL)
    upper = _where_tail_ends(share, min(2 * one + 1, int(mean + reach)), -1, TAIL)
    return lower, upper


@lru_cache(maxsize=4096)
def fewest_crossings(n_useful: int) -> int:
    """Anhøj: the 5 % quantile of Binomial(n - 1, 1/2); fewer crossings are a signal."""
    steps = n_useful - 1
    start = max(0, int(steps / 2 - SPREADS_OF_A_TAIL * math.sqrt(steps) / 2))

    def share(crossings: int) -> float:
        return math.exp(_log_choose(steps, crossings) - steps * math.log(2))

    return _where_tail_ends(share, start, 1, CROSSINGS_QUANTILE)


def longest_run_allowed(n_useful: int) -> int:
    """Anhøj: round(log2 n) + 3; a longer run is a signal. `n_useful` is 1 or more."""
    return round(math.log2(n_useful)) + ANHOJ_RUN_MARGIN


def _where_tail_ends(share: Callable[[int], float], start: int, step: int, tail: float) -> int:
    """Add up from `start`; the first place that takes the sum above `tail`."""
    place, total = start, share(start)
    while total <= tail:
        place += step
        total += share(place)
    return place


def _share_of_runs(one: int, other: int) -> Callable[[int], float]:
    """P(exactly r runs) when `one` and `other` points are dealt in random order."""
    log_all = _log_choose(one + other, one)

    def pair(parts: int, other_parts: int) -> float:
        ways = _log_choose(one - 1, parts - 1) + _log_choose(other - 1, other_parts - 1)
        return math.exp(ways - log_all)

    def share(runs: int) -> float:
        half = runs // 2
        if runs % 2 == 0:
            return 2 * pair(half, half)
        return pair(half, half + 1) + pair(half + 1, half)

    return share


def _log_choose(n: int, k: int) -> float:
    """log of n over k; minus infinity where there is no way."""
    if not 0 <= k <= n:
        return -math.inf
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
