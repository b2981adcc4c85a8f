"""Work out how often each rule set cries wolf over pure noise; prints the tables of false_alarms.

    python tests/bench/simulate_false_alarms.py

100,000 series of independent normal values for each cell, seed 20261121, numpy's default
generator; a verdict needs ten useful points, as in the charts. Own median: of all n points.
Carried: of the first k, judged over k + extra. Half a minute on one core.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tracker.false_alarms import BASELINES, EXTRA_POINTS, POINTS
from tracker.run_chart import FEWEST_USEFUL, SHIFT_LENGTH, TREND_LENGTH
from tracker.runs_table import (
    RunsTable,
    fewest_crossings,
    longest_run_allowed,
    runs_limits,
)

SERIES = 100_000
SEED = 20_261_121


class Watch:
    """Follows many series point by point against their medians, and knows which have signalled."""

    def __init__(self, medians: np.ndarray) -> None:
        n = len(medians)
        self.medians = medians
        self.side, self.run, self.longest, self.runs, self.useful = np.zeros((5, n), dtype=int)
        self.way, self.climb, self.longest_climb = np.zeros((3, n), dtype=int)
        self.before: np.ndarray | None = None

    def see(self, values: np.ndarray) -> None:
        """Take the next point of every series."""
        side = np.sign(values - self.medians).astype(int)
        off = side != 0
        same = off & (side == self.side)
        self.run = np.where(same, self.run + 1, np.where(off, 1, self.run))
        self.runs += off & ~same
        self.side = np.where(off, side, self.side)
        self.longest = np.maximum(self.longest, self.run)
        self.useful += off
        if self.before is not None:
            way = np.sign(values - self.before).astype(int)
            self.climb = np.where(way == self.way, self.climb + 1, 2)
            self.way = way
            self.longest_climb = np.maximum(self.longest_climb, self.climb)
        self.before = values

    def percents(self) -> dict[str, float]:
        """Percent of the series in which each rule, and each set of rules, has signalled."""
        shift, trend = self.longest >= SHIFT_LENGTH, self.longest_climb >= TREND_LENGTH
        ready = self.useful >= FEWEST_USEFUL
        printed, exact, anhoj = np.zeros((3, len(ready)), dtype=bool)
        for n in np.unique(self.useful[ready]):
            at = self.useful == n
            for table, out in ((RunsTable.PRINTED, printed), (RunsTable.EXACT, exact)):
                low, high = runs_limits(int(n), table)
                out[at] = (self.runs[at] < low) | (self.runs[at] > high)
            too_long = self.longest[at] > longest_run_allowed(int(n))
            anhoj[at] = too_long | (self.runs[at] - 1 < fewest_crossings(int(n)))
        found = {
            "shift": shift,
            "trend": trend,
            "runs": printed,
            "PRINTED": shift | trend | printed,
            "EXACT": shift | trend | exact,
            "ANHOJ": anhoj,
        }
        return {name: round(100 * float((ready & hit).mean()), 1) for name, hit in found.items()}


def own(noise: np.random.Generator, n: int) -> dict[str, float]:
    """The percents for n points against their own median."""
    values = noise.standard_normal((n, SERIES))
    watch = Watch(np.median(values, axis=0))
    for row in values:
        watch.see(row)
    return watch.percents()


def carried(noise: np.random.Generator, k: int) -> list[dict[str, float]]:
    """The percents for k + extra points, for each of EXTRA_POINTS, against the first k's median."""
    values = noise.standard_normal((k, SERIES))
    watch = Watch(np.median(values, axis=0))
    for row in values:
        watch.see(row)
    found = []
    for extra in range(EXTRA_POINTS[-1] + 1):
        if extra:
            watch.see(noise.standard_normal(SERIES))
        if extra in EXTRA_POINTS:
            found.append(watch.percents())
    return found


def lines(numbers: list[float], indent: str) -> str:
    """Numbers as source, in lines short enough for the module."""
    rows = [numbers[start : start + 15] for start in range(0, len(numbers), 15)]
    return "\n".join(indent + " ".join(f"{number:g}," for number in row) for row in rows)


def main() -> None:
    """Print every table, and the single rules beside the README's figures."""
    noise = np.random.default_rng(SEED)
    owns = {n: own(noise, n) for n in POINTS}
    for n in (12, 24, 36, 60):
        print(f"# {n}: {owns[n]}")
    for name in ("PRINTED", "EXACT", "ANHOJ"):
        print(f"OWN_{name} = (\n{lines([owns[n][name] for n in POINTS], '    ')}\n)")
    rows = {k: carried(noise, k) for k in BASELINES}
    for name in ("PRINTED", "EXACT", "ANHOJ"):
        print(f"CARRIED_{name} = (")
        for k in BASELINES:
            numbers = lines([cell[name] for cell in rows[k]], "     ").lstrip()
            print(f"    ({numbers}),  # {k}")
        print(")")


if __name__ == "__main__":
    main()
