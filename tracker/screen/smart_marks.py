"""The five letters of the SMART check as shapes and words: ink and paper, never colour alone.

Colours of delivery and effect are taken (look.md): a letter that fails is filled with ink, one that
is partly there is framed, one that passes is quiet.
"""

from collections.abc import Mapping

import streamlit as st

from tracker.screen.marks import plain, symbol
from tracker.smart import Mark, Smart
from tracker.smart_listing import MEANS
from tracker.smart_notes import Letter, Verdict
from tracker.words import listed

ICONS: Mapping[Verdict, str] = {
    Verdict.PASS: "check", Verdict.PARTLY: "contrast", Verdict.FAIL: "close",
}  # fmt: skip
WORDS: Mapping[Verdict, str] = {
    Verdict.PASS: "passes", Verdict.PARTLY: "partly", Verdict.FAIL: "fails",
}  # fmt: skip
SHORT_MEANS = "A letter that passes stands as it is, one that is partly there small; – fails."


def letter_words(letter: Letter) -> str:
    """A letter with what it stands for: M measurable."""
    return f"{letter.value} {MEANS[letter]}"


def five(smart: Smart) -> str:
    """The five letters side by side, as an HTML fragment; a verdict of ours is called so."""
    items = "".join(_one(mark) for mark in smart.marks)
    # A dialog stands outside the part of the page that knows whether it is dark.
    theme = "dark" if st.context.theme.type == "dark" else "light"
    return f'<ul class="tr-smart tr-in-{theme}" aria-label="SMART check">{items}</ul>'


def _one(mark: Mark) -> str:
    stands = mark.stands
    words = f"{WORDS[stands]}, our view" if mark.note else WORDS[stands]
    return (
        f'<li class="tr-smart-{stands.value}"><b>{mark.letter.value} '
        f"{symbol(ICONS[stands], '1em')}</b><span>{words}</span></li>"
    )


def short(smart: Smart) -> str:
    """The five letters in a narrow column, as SHORT_MEANS says: S m – R T."""
    return " ".join(_sign(mark) for mark in smart.marks)


def _sign(mark: Mark) -> str:
    if mark.stands is Verdict.FAIL:
        return "–"
    letter = mark.letter.value
    return letter if mark.stands is Verdict.PASS else letter.lower()


def fails(smart: Smart) -> str:
    """What fails, as words: fails M and T; nothing fails."""
    return (
        f"fails {listed(letter.value for letter in smart.lacks)}"
        if smart.lacks
        else "nothing fails"
    )


def why(mark: Mark) -> str:
    """A mark's reason and what would mend it, as markdown; a person's note before the check's."""
    finding = mark.finding
    own = f"{plain(finding.reason)} {plain(finding.mend)}".strip()
    if mark.note is None:
        return own
    verdict = WORDS[finding.verdict]
    return f"{plain(mark.note.words)} :gray[The check itself: {verdict}. {own}]"
