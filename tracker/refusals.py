"""What the tracker says when it cannot do what was asked: plain sentences, for people.

Every refusal a user may meet is a `Refusal`; its text is the sentence shown, and it says what to
do instead.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from unicodedata import category

from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)

# How the name of a fault begins (pydantic's, or our own “unreadable”), and what is said of it.
_EMPTY = "{label} is empty. Fill it in."
_LONG = "{label} can have {limit} characters; this has {length}. Shorten it."
_UNREADABLE = "{label} holds signs that cannot be read. Type it again by hand."
_CHOICE = "For “{label}”, choose {limit}; it says {typed}."
_NUMBER = "{label} must be a number; it says {typed}."
_OTHERWISE = "{label} cannot be kept as “{typed}”. Check it."
_SENTENCES = (
    ("missing", _EMPTY),
    ("too_long", _LONG),
    ("string_too_long", _LONG),
    ("unreadable", _UNREADABLE),
    ("string_unicode", _UNREADABLE),
    ("string_pattern", "{label} can hold small letters, figures and hyphens; it says {typed}."),
    ("greater_than", "{label} cannot be under {limit}; it says {typed}."),
    ("less_than", "{label} cannot be over {limit}; it says {typed}."),
    ("enum", _CHOICE),
    ("literal", _CHOICE),
    ("date", "{label} must be a date such as 2026-11-21; it says {typed}."),
    ("int", "{label} must be a whole number; it says {typed}."),
    ("float", _NUMBER),
    ("finite", _NUMBER),
    ("bool", "{label} must be yes or no; it says {typed}."),
    ("extra_forbidden", "{label} is not a field of this record. Check its spelling."),
)


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
    typed, limits, kind = fault.get("input"), fault.get("ctx", {}), fault["type"]
    if kind == "value_error":
        return str(limits["error"])
    if kind != "extra_forbidden" and (typed is None or not str(typed).strip()):
        kind = "missing"
    words = next((words for begin, words in _SENTENCES if kind.startswith(begin)), _OTHERWISE)
    length = f"{len(str(typed)):,}"
    return words.format(label=label, typed=_shown(typed), length=length, limit=_limit(limits))


def _limit(limits: Mapping[str, Any]) -> str:
    """The bound that was passed, or the words to choose from."""
    names = ("max_length", "ge", "gt", "le", "lt", "expected")
    limit = next((limits[name] for name in names if name in limits), "")
    return limit.replace("'", "") if isinstance(limit, str) else f"{limit:,g}"


def _shown(typed: Any) -> str:
    text = " ".join(str(typed).split())
    text = "".join("?" if category(sign) in {"Cc", "Cs"} else sign for sign in text)
    return text if len(text) <= 40 else text[:39] + "…"
