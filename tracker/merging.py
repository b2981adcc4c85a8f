"""Two people changed one record at once: what goes together by itself, and what a person chooses.

A field only one of them changed is theirs or mine without a question; where both changed it to
something else, all three readings are kept: what it was, theirs and mine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clash:
    """One field both have changed. `both` is theirs and mine together; None where there is no
    such thing, as of two days."""

    field: str
    label: str
    was: Any
    theirs: Any
    mine: Any
    both: Any = None


@dataclass(frozen=True)
class Taken:
    """One field only one of the two has changed: from what to what."""

    field: str
    label: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Merged:
    """Both versions put together: `values` has what goes together, and mine where both differ."""

    values: Mapping[str, Any]
    theirs: tuple[Taken, ...]
    mine: tuple[Taken, ...]
    clashes: tuple[Clash, ...]


def merged(
    was: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    label: Callable[[str], str],
    texts: frozenset[str] = frozenset(),
) -> Merged:
    """Put two versions of the fields in `mine` together; other fields are as theirs.

    `texts`: the fields of several lines, in which both can stand, one below the other.
    """
    values = dict(theirs)
    by_them, by_me, clashes = [], [], []
    for name, typed in mine.items():
        before, said = was.get(name), theirs.get(name)
        i_did, they_did = not same(typed, before), not same(said, before)
        if same(typed, said):
            continue
        if i_did:
            values[name] = typed
        if i_did and they_did:
            both = together(said, typed, name in texts)
            clashes.append(Clash(name, label(name), before, said, typed, both))
        elif they_did:
            by_them.append(Taken(name, label(name), before, said))
        else:
            by_me.append(Taken(name, label(name), before, typed))
    return Merged(values, tuple(by_them), tuple(by_me), tuple(clashes))


def same(one: Any, other: Any) -> bool:
    """Is it the same value? Blanks round a text and kinds of empty do not count."""
    return bool(_bare(one) == _bare(other))


def together(theirs: Any, mine: Any, is_text: bool) -> Any:
    """Theirs and mine in one value, nothing twice; None where one must be chosen."""
    if not theirs or not mine:
        return None
    if isinstance(theirs, tuple) and isinstance(mine, tuple):
        return theirs + tuple(one for one in mine if one not in theirs)
    if is_text and isinstance(theirs, str) and isinstance(mine, str):
        return f"{theirs.strip()}\n\n{mine.strip()}"
    return None


def _bare(value: Any) -> Any:
    bare = value.strip() if isinstance(value, str) else value
    return None if bare in ("", (), []) else bare
