"""The snapshot as one JSON object, under the names of command_line.md."""

import json

from tracker.chart_table import chart_rows
from tracker.comparison import Change
from tracker.papers.of_meetings import Asked, Decided, asked, decided
from tracker.papers.snapshot import Snapshot
from tracker.readings import AreaReading, MeasureReading
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
        "measures": [_measure(reading) for reading in read.measures],
        "alerts": [alert.as_json(slug) for alert in snapshot.progress.alerts],
        "changes_since": {
            "day": snapshot.compared.before.plan.day.isoformat(),
            "summary": snapshot.compared.summary,
            "changes": [_change(change) for change in snapshot.compared.changes],
        },
        "promises": [
            {"ref": p.action.action.ref, "due_on": p.due_on.isoformat(), "kept": p.kept}
            for p in snapshot.compared.promises
        ],
        "decisions": [_decision(one) for one in decided(snapshot.progress)],
        "questions": [_question(one) for one in asked(snapshot.progress)],
        "judgements": [_judgement(area) for area in read.areas if area.judgement],
        "tests": [
            {"ref": t.test.ref, "title": t.test.title, "state": t.state.value, "words": t.words}
            for t in read.tests
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()


def _measure(reading: MeasureReading) -> dict[str, object]:
    """A measure, where it stands, and every point as its chart draws it."""
    measure = reading.measure
    return {
        "ref": measure.ref,
        "title": measure.title,
        "effect": reading.effect.value,
        "reading": reading.words,
        "points": len(reading.points.dates),
        "kind": measure.measure_kind.value,
        "unit": measure.unit,
        "better": measure.better.value,
        "baseline": measure.baseline,
        "baseline_period": measure.baseline_period,
        "targets": [
            {"term": t.term, "value": t.value, "by": t.by.isoformat() if t.by else None}
            for t in measure.targets
        ],
        "series": [
            {"on": row.day.isoformat(), "value": row.value, "median": row.median,
             "parts": list(row.parts), "excluded": row.excluded}
            for row in chart_rows(reading)
        ],
    }  # fmt: skip


def _change(change: Change) -> dict[str, str]:
    return {
        "change": change.sort.value,
        "kind": change.kind,
        "ref": change.ref,
        "title": change.title,
        "words": change.says,
    }


def _decision(one: Decided) -> dict[str, object]:
    due_on = one.decision.due_on
    return {
        "meeting": one.on.isoformat(),
        "words": one.decision.words,
        "owner": one.owner,
        "due_on": due_on.isoformat() if due_on else None,
        "action_ref": one.action_ref or None,
    }


def _question(one: Asked) -> dict[str, object]:
    question = one.logged.question
    return {
        "meeting": one.on.isoformat(),
        "words": question.words,
        "asked_of": one.logged.asked_of,
        "answer_by": question.answer_by.isoformat() if question.answer_by else None,
        "answer": question.answer or None,
        "state": one.logged.state,
    }


def _judgement(area: AreaReading) -> dict[str, object]:
    judged = area.judgement
    if judged is None:
        return {}
    return {
        "area_ref": area.area.ref,
        "as_of": judged.as_of.isoformat(),
        "words": judged.words,
        "confidence": judged.confidence.value if judged.confidence else None,
    }
