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
from tracker.typed import ReadNumber, day_of, number_of
from tracker.words import number_words

_LOWER = re.compile(
    r"\b(?:reduc\w*|fewer|less|lower|decreas\w*|declin\w*|fall\w*|drop\w*|minimis\w*|waiting)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?P<value>-?\d[\d,.]*)(?: by (?P<by>\d{1,2} \w+ \d{4}))? \((?P<term>short|medium|impact)\)"
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
    listed_targets = _listed_targets(read.target_text)
    said: dict[str, object] = {
        "title": as_line(read.title),
        "unit": "per cent" if baseline.per_cent or target.per_cent else "",
        "baseline": baseline.value,
        "owner_id": owner(read.owner_text, read.rows),
        **(listed_targets or {"impact_target": target.value}),
    }
    if baseline.value is not None:
        said["baseline_period"] = "not said in the imported plan"
    if known:
        # What the plan says already is never replaced by the coarser words of a sheet.
        kept = {"baseline_period", "unit"}
        new = {k: v for k, v in said.items() if v not in (None, "")}
        return known.model_copy(
            update={
                k: v
                for k, v in new.items()
                if not (k in kept and getattr(known, k)) and not _same(getattr(known, k), v)
            }
        )
    ref = as_line(read.ref) or f"M{read.rows[0]}"
    way = Better.LOWER if _LOWER.search(read.title) else Better.HIGHER
    return Measure.model_validate(
        said
        | {"definition": _definition(read, baseline, None if listed_targets else target)}
        | {"id": id_, "ref": ref, "area_id": area.id, "better": way}
        | {"measure_kind": MeasureKind.OUTCOME}
    )


def _listed_targets(text: str) -> dict[str, object]:
    """The targets as our own papers write them: “75 by 31 Mar 2027 (short) and 90 (impact)”."""
    found: dict[str, object] = {}
    for target in _TARGET.finditer(text):
        found[f"{target['term']}_target"] = number_of(target["value"]).value
        found[f"{target['term']}_by"] = day_of(target["by"]).day if target["by"] else None
    return {} if re.search(r"\w", re.sub(r"\band\b", "", _TARGET.sub("", text))) else found


def _same(known: object, said: object) -> bool:
    """Would a paper write both values alike?"""
    numbers = isinstance(known, float | int) and isinstance(said, float | int)
    return numbers and number_words(float(known)) == number_words(float(said))  # type: ignore[arg-type]


def _definition(read: ReadMeasure, baseline: ReadNumber, target: ReadNumber | None) -> str:
    """Words that are no number, and the notes; the whole row stays with the import."""
    parts = [" ".join(read.title.split())] if len(read.title) > len(as_line(read.title)) else []
    if read.baseline_text and baseline.value is None:
        parts.append(f"Baseline: {read.baseline_text}")
    if read.target_text and target and target.value is None:
        parts.append(f"Target: {read.target_text}")
    if read.current_text:
        parts.append(f"Value in the imported plan: {read.current_text}")
    parts += [read.notes] if read.notes else []
    return "\n".join(parts)[:TEXT_LENGTH]
