"""A measure of a sheet as a record: numbers where the sheet gives numbers, words where it does not.

Which kind it is and which way is better a sheet hardly ever says: outcome, and the way its own
words point, are proposed, and stand in doubt until somebody settles them.
"""

import re
from collections.abc import Callable
from uuid import UUID

from tracker.intake.plan_matching import as_line
from tracker.intake.plan_shapes import ReadMeasure
from tracker.measures import Better, Measure, MeasureKind
from tracker.plan import Area
from tracker.records import TEXT_LENGTH
from tracker.typed import ReadNumber, number_of

_LOWER = re.compile(
    r"\b(?:reduc\w*|fewer|less|lower|decreas\w*|declin\w*|fall\w*|drop\w*|minimis\w*|waiting)\b",
    re.IGNORECASE,
)


def measure_record(
    read: ReadMeasure,
    area: Area,
    known: Measure | None,
    id_: UUID,
    owner: Callable[[str, tuple[int, ...]], UUID | None],
) -> Measure:
    """The measure a row makes; of a `known` one only what the row says is changed."""
    baseline, target = number_of(read.baseline_text), number_of(read.target_text)
    said: dict[str, object] = {
        "title": as_line(read.title),
        "definition": _definition(read, baseline, target),
        "unit": "per cent" if baseline.per_cent or target.per_cent else "",
        "baseline": baseline.value,
        "impact_target": target.value,
        "owner_id": owner(read.owner_text, read.rows),
    }
    if baseline.value is not None:
        said["baseline_period"] = "not said in the imported plan"
    if known:
        # What the plan says already is never replaced by the coarser words of a sheet.
        kept = {"definition", "baseline_period", "unit"}
        new = {k: v for k, v in said.items() if v not in (None, "")}
        return known.model_copy(
            update={k: v for k, v in new.items() if k not in kept or not getattr(known, k)}
        )
    ref = as_line(read.ref) or f"M{read.rows[0]}"
    way = Better.LOWER if _LOWER.search(read.title) else Better.HIGHER
    return Measure.model_validate(
        said
        | {"id": id_, "ref": ref, "area_id": area.id, "better": way}
        | {"measure_kind": MeasureKind.OUTCOME}
    )


def _definition(read: ReadMeasure, baseline: ReadNumber, target: ReadNumber) -> str:
    """Words that are no number, and the notes; the whole row stays with the import."""
    parts = [" ".join(read.title.split())] if len(read.title) > len(as_line(read.title)) else []
    if read.baseline_text and baseline.value is None:
        parts.append(f"Baseline: {read.baseline_text}")
    if read.target_text and target.value is None:
        parts.append(f"Target: {read.target_text}")
    if read.current_text:
        parts.append(f"Value in the imported plan: {read.current_text}")
    parts += [read.notes] if read.notes else []
    return "\n".join(parts)[:TEXT_LENGTH]
