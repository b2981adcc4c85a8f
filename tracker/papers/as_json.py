"""The snapshot as one JSON object, under the names of command_line.md."""

import json

from tracker.papers.snapshot import Snapshot
from tracker.run_chart import RULES_VERSION


def written(snapshot: Snapshot) -> bytes:
    """Partnership, day, the four numbers that fix it, totals, areas, actions, measures, alerts."""
    read, plan = snapshot.read, snapshot.read.plan
    slug = plan.partnership.slug
    answer = {
        "partnership": slug,
        "name": plan.partnership.name,
        "as_at": plan.day.isoformat(),
        "sequence": plan.sequence,
        "schema": snapshot.schema,
        "rules": RULES_VERSION,
        "note": snapshot.label,
        "finding": snapshot.progress.finding,
        "compared_with": snapshot.progress.compared_with.isoformat(),
        "totals": read.counts.as_json(),
        "changes": dict(snapshot.progress.changes),
        "areas": [area.as_json() for area in read.areas],
        "actions": [reading.as_json() for reading in read.actions],
        "measures": [
            {
                "ref": reading.measure.ref,
                "title": reading.measure.title,
                "effect": reading.effect.value,
                "reading": reading.words,
                "points": len(reading.points.dates),
            }
            for reading in read.measures
        ],
        "alerts": [alert.as_json(slug) for alert in snapshot.progress.alerts],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()
