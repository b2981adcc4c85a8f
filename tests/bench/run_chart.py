"""How long an analysis takes, beside a plain numpy median of the same series as the floor.

    python tests/bench/run_chart.py

Aims (issue 4): a full analysis of a 24-point series in 0.15 ms or less in process; 10,000 series
in under 2 s on one core. 100,000 points pasted at once: seconds.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tracker.analysis import Options, analyse, effect_reading

DAYS = [date(2022 + m // 12, m % 12 + 1, 1) for m in range(24)]
ISO = [day.isoformat() for day in DAYS]
REPEATS, SERIES, LONG = 3_000, 10_000, 100_000


def microseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Best and median of REPEATS calls."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(1e6 * (time.perf_counter() - start))
    return min(times), median(times)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    chance = random.Random(4)
    values = [round(chance.gauss(20, 3), 1) for _ in DAYS]
    shifted = [value + 6 * (place >= 12) for place, value in enumerate(values)]
    array = np.array(values)
    bases = [40 + place for place in range(24)]
    options = Options(better="higher", target=18)
    phased = Options(better="higher", target=18, part_after=(12,))
    cases: dict[str, Callable[[], object]] = {
        "numpy median (the floor)": lambda: np.median(values),
        "numpy median of an array": lambda: np.median(array),
        "analyse, noise": lambda: analyse(DAYS, values, None, options),
        "analyse, a step": lambda: analyse(DAYS, shifted, None, options),
        "analyse, ISO dates": lambda: analyse(ISO, shifted, None, options),
        "analyse, two phases": lambda: analyse(DAYS, shifted, None, phased),
        "analyse, denominators": lambda: analyse(DAYS, values, bases, options),
        "analyse, then as_json": lambda: analyse(DAYS, shifted, None, options).as_json(),
        "effect_reading": lambda: effect_reading(DAYS, shifted, None, "higher"),
    }
    print(f"{'24 points, microseconds':30} {'best':>8} {'median':>8}")
    for name, work in cases.items():
        best, middle = microseconds(work)
        print(f"{name:30} {best:8.1f} {middle:8.1f}")
    many = [[chance.gauss(20, 3) for _ in DAYS] for _ in range(SERIES)]
    print(f"{SERIES:,} series: {seconds(lambda: [analyse(DAYS, v) for v in many]):.2f} s")
    days = [date(1900, 1, 1) + timedelta(days=place % 40_000) for place in range(LONG)]
    noise = [chance.gauss(20, 3) for _ in range(LONG)]
    print(f"{LONG:,} rows, many days twice: {seconds(lambda: analyse(days, noise)):.2f} s")


if __name__ == "__main__":
    main()
