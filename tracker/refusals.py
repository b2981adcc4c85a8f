"""What the tracker says when it cannot do what was asked: plain sentences, for people.

Every refusal a user may meet is a `Refusal`; its text is the sentence shown, and it says what to
do instead.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class Refusal(Exception):
    """Something cannot be done; the text is a sentence a user can read and act on."""


class Unknown(Refusal):
    """The address, a command or a record names something that is not there."""


class DatabaseRefusal(Refusal):
    """The database cannot be used: missing, locked, damaged, or the disk is full."""


class FieldRefusals(Refusal):
    """Fields that cannot be kept as typed: `fields` maps a field's name to its sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        """Keep the sentence of each field; those of the whole record are under the name ''."""
        self.fields = dict(fields)
        super().__init__(" ".join(self.fields.values()))


def read_as(model: type[M], values: Mapping[str, Any]) -> M:
    """`values` as a record of `model`; raises FieldRefusals with one sentence for each field."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as refusal:
        raise FieldRefusals(field_sentences(model, refusal)) from refusal


def field_sentences(model: type[BaseModel], refusal: ValidationError) -> dict[str, str]:
    """The first fault of each field as a sentence; '' holds what concerns the whole record."""
    found: dict[str, str] = {}
    for fault in refusal.errors():
        name = str(fault["loc"][0]) if fault["loc"] else ""
        found.setdefault(name, _sentence(_label(model, name), dict(fault)))
    return found


def _label(model: type[BaseModel], name: str) -> str:
    field = model.model_fields.get(name)
    return (field.title if field else None) or name.replace("_", " ").capitalize() or "This"


def _sentence(label: str, fault: dict[str, Any]) -> str:
    typed, limits = fault.get("input"), fault.get("ctx", {})
    match fault["type"]:
        case "value_error":
            return str(limits["error"])
        case "missing" | "string_too_short" | "too_short" | "none_required":
            return f"{label} is empty. Fill it in."
        case "string_too_long" | "too_long":  # the second where the text was tidied first
            most = limits["max_length"]
            return f"{label} can have {most:,} characters; this has {len(str(typed)):,}. Shorten it."
        case "greater_than_equal" | "greater_than":
            least = limits.get("ge", limits.get("gt"))
            return f"{label} cannot be under {least}; it says {_shown(typed)}."
        case "less_than_equal" | "less_than":
            most = limits.get("le", limits.get("lt"))
            return f"{label} cannot be over {most}; it says {_shown(typed)}."
        case "enum" | "literal_error":
            return f"{label} must be {limits['expected']}; it says {_shown(typed)}."
        case "string_unicode":
            return f"{label} holds signs that cannot be read. Type it again by hand."
        case kind if kind.startswith(("date", "datetime")):
            return f"{label} must be a date such as 21/11/2026; it says {_shown(typed)}."
        case kind if kind.startswith("int"):
            return f"{label} must be a whole number; it says {_shown(typed)}."
        case kind if kind.startswith(("float", "finite", "decimal")):
            return f"{label} must be a number; it says {_shown(typed)}."
        case kind if kind.startswith("bool"):
            return f"{label} must be yes or no; it says {_shown(typed)}."
        case "extra_forbidden":
            return f"{label} is not a field of this record. Check its spelling."
    return f"{label} cannot be kept as “{_shown(typed)}”. Check it."


def _shown(typed: Any) -> str:
    text = " ".join(str(typed).split())
    return text if len(text) <= 40 else text[:39] + "…"
