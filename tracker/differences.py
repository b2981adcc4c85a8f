"""What differs between two statements of one record, field by field, in words."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True)
class Difference:
    """One field that differs: its name, its label, and both values."""

    field: str
    label: str
    before: Any
    after: Any


def differences(before: BaseModel | None, after: BaseModel) -> tuple[Difference, ...]:
    """The fields whose values differ; against nothing, every field that says something."""
    found = []
    for name, field in type(after).model_fields.items():
        old = getattr(before, name) if before else None
        new = getattr(after, name)
        if name == "id" or old == new or (not before and new in (None, "", ())):
            continue
        bare = name.removesuffix("_ids").removesuffix("_id").replace("_", " ")
        label = field.title or bare.capitalize()
        found.append(Difference(name, label, old, new))
    return tuple(found)
