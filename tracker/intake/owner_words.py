"""The owners a sheet names, each once: known, new, in doubt, or what looks like a person's name."""

import re
from collections import Counter
from dataclasses import dataclass

from tracker.intake.plan_matching import Known, as_line, bare
from tracker.intake.plan_owners import owner_doubt
from tracker.intake.plan_shapes import PlanReading
from tracker.plan_as_at import PlanAsAt

_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Prof|Rev)\.? +(?=[A-Z])")
_PERSON = re.compile(r"[A-Z][\w'’-]*\.?(?: [A-Z]\.?)*(?: [A-Z][\w'’-]+){1,2}")
_SURNAME_FIRST = re.compile(r"[A-Z][\w'’-]+, [A-Z][\w'’-]*\.?")
_BETWEEN = re.compile(r"\s*(?:;|/|\+|&|\band\b|\n)\s*")
_BESIDE = re.compile(
    r"(?P<name>[^(),–-]+?)\s*(?:\((?P<inside>[^()]+)\)|(?:,|\s[–-])\s+(?P<after>.+))"
)
# A word of these, and the words are a post, a service or a group, though they begin in capitals.
_WORK = re.compile(
    r"(?:"
    r"academy|action|adult|adults|advice|advisers|advisor|alliance|analyst|area|"
    r"assistant|assurance|board|business|care|chair|charity|chief|child|children|"
    r"childrens|clerk|clinical|commissioner|commissioning|committee|community|"
    r"consultant|convener|coordinator|corporate|council|data|depute|deputy|director|"
    r"early|education|engagement|executive|external|families|family|finance|fire|"
    r"first|forum|governance|group|head|health|help|housing|hub|improvement|"
    r"independent|inspector|integrated|intervention|joint|justice|key|lead|leader|"
    r"leadership|leads|learning|legal|local|manager|managers|mental|national|"
    r"network|nhs|nurse|nursery|nursing|office|officer|officers|operational|"
    r"operations|panel|parents|partner|partners|partnership|performance|plan|"
    r"planning|police|policy|practice|practitioner|prevention|principal|programme|"
    r"project|protection|psychologist|public|quality|rapid|reporter|representative|"
    r"resources|safeguarding|school|schools|scotland|secretary|section|sector|"
    r"senior|sergeant|service|services|social|specialist|sponsor|staff|steering|"
    r"strategic|strategy|superintendent|supervisor|support|targeted|task|teacher|"
    r"team|teams|third|training|trust|unit|universal|university|voluntary|welfare|"
    r"wellbeing|women|work|worker|workers|workforce|working|young|youth"
    r")"
)


@dataclass(frozen=True)
class OwnerWords:
    """What a sheet says of one owner, in how many rows. `doubt`: why it names no one post, or ''.

    `person` looks like a name; `post` is what stands beside the name, if anything.
    """

    text: str
    rows: int
    known: bool
    doubt: str
    person: bool
    post: str = ""


def owners_of(reading: PlanReading, plan: PlanAsAt) -> tuple[OwnerWords, ...]:
    """Every owner a sheet names, the most frequent first."""
    stated = Counter(action.owner_text for action in reading.actions)
    stated.update(measure.owner_text for measure in reading.measures)
    known = Known(plan).owner
    return tuple(
        _owner(text, rows, bare(as_line(text)) in known)
        for text, rows in stated.most_common()
        if as_line(text)
    )


def _owner(text: str, rows: int, known: bool) -> OwnerWords:
    name, post = name_and_post(text)
    return OwnerWords(text, rows, known, "" if known else owner_doubt(text), bool(name), post)


def name_and_post(text: str) -> tuple[str, str]:
    """A person's name in an owner's words and the post beside it; '' for what is not there.

    Only a guess for a person to look at: “Isla Ross (Head of Service)”, “Ross, Isla”, “Dr A Brown”.
    """
    line = as_line(text)
    if _is_person(line) or all(map(_is_person, _BETWEEN.split(text.strip()))):
        return line, ""
    beside = _BESIDE.fullmatch(line)
    if not beside:
        return "", ""
    name, post = beside["name"], (beside["inside"] or beside["after"]).strip()
    if _is_person(name) and not _is_person(post):
        return name, post
    return (post, name) if _is_person(post) and not _is_person(name) else ("", "")


def _is_person(line: str) -> bool:
    titled = _TITLE.match(line)
    bare_name = line[titled.end() :] if titled else line
    if any(map(_WORK.fullmatch, re.findall(r"[a-z]+", bare_name.casefold()))):
        return False
    if bare_name.isupper() and len(bare_name.split()) < 2:
        return False
    return bool(titled or _PERSON.fullmatch(bare_name) or _SURNAME_FIRST.fullmatch(bare_name))
