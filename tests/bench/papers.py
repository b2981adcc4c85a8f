"""How long the papers of 60 actions and 12 charts take, format by format and together.

    python tests/bench/papers.py

Aim (issue 6): docx, pdf, xlsx and html together in 2 s or less once warm.
"""

import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from builders import (
    BETTER,
    TODAY,
    WORSE,
    a_judgement,
    a_measure,
    a_meeting,
    a_plan_as_at,
    a_post,
    an_action,
    an_area,
    an_update,
    points,
)

from tracker.papers import FORMATS, Snapshot
from tracker.plan import Status
from tracker.progress import Progress, progress_as_at
from tracker.readings import readings

AREAS, ACTIONS, CHARTS, ROUNDS = 6, 60, 12, 7
TOGETHER = ("docx", "pdf", "xlsx", "html")
TEXT = "Half of the teams have begun, and the others have a day in their diaries. "


def progress() -> Progress:
    """A plan of the size of the aim, every chart with a signal, so that all are drawn."""
    areas, post = [an_area(str(n + 1), wording=TEXT * 3) for n in range(AREAS)], a_post()
    measures = [
        a_measure(f"M{n + 1}", areas[n % AREAS], baseline_points=12, unit="days", impact_target=28)
        for n in range(CHARTS)
    ]
    actions = [
        an_action(
            f"{n % AREAS + 1}.{n // AREAS + 1}", areas[n % AREAS], owner_id=post.id,
            due_on=date(2026, 9, 1) + timedelta(5 * n), measure_ids=(measures[n % CHARTS].id,),
        )
        for n in range(ACTIONS)
    ]  # fmt: skip
    states = list(Status)
    updates = [
        an_update(a, date(2026, 10, 1), status=states[n % 5], done=TEXT * 2, data_show=TEXT)
        for n, a in enumerate(actions)
    ]
    judged = [a_judgement(date(2026, 6, n + 1), area) for n, area in enumerate(areas)]
    said = [*areas, post, *measures, *actions, *updates, *judged, a_meeting(date(2026, 9, 7))]
    measured = {m.id: points(*(BETTER, WORSE)[n % 2]) for n, m in enumerate(measures)}
    return progress_as_at(
        lambda day: readings(a_plan_as_at(*said, day=day, measured=measured)), TODAY
    )


def seconds(names: tuple[str, ...], found: Progress) -> float:
    """Wall time of these formats from one snapshot that nobody has read yet."""
    start = time.perf_counter()
    shot = Snapshot(found, schema=1)
    for name in names:
        FORMATS[name](shot)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    found = progress()
    print(f"{ACTIONS} actions, {CHARTS} charts; seconds {'first':>9} {'best':>7} {'median':>7}")
    for names in (*((name,) for name in FORMATS), TOGETHER):
        first = seconds(names, found)
        times = [seconds(names, found) for _ in range(ROUNDS)]
        said = " + ".join(names)
        print(f"{said:34} {first:9.3f} {min(times):7.3f} {median(times):7.3f}")


if __name__ == "__main__":
    main()
