"""The four steps of a cycle: what each asks, and what stands beside it while one writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from tracker.screen.form import Form
from tracker.tests_of_change import AsPlanned, Decision, PdsaCycle

# What each decision means, said where it is taken.
MEANINGS: Mapping[Decision, str] = {
    Decision.ADOPT: "it does what we predicted; make it everyday work, or test it wider.",
    Decision.ADAPT: "it helps in part; change it, and test the change in a next cycle.",
    Decision.ABANDON: "it does not help here; stop, and keep what was learned.",
    Decision.TEST_AGAIN: "too early to say; repeat it with more people or at another time.",
}
_AS_PLANNED = {AsPlanned.YES: "Yes", AsPlanned.PARTLY: "In part", AsPlanned.NO: "No"}


@dataclass(frozen=True)
class Step:
    """One step: its word, what it is for, its fields, the one it needs and what is said
    where that is missing, those under `more`.

    A field is its name in the model and how it is asked.
    """

    word: str
    asks: str
    fields: tuple[tuple[str, str], ...]
    needs: str
    missing: str
    more: tuple[tuple[str, str], ...] = ()
    more_words: str = ""
    # What stands beside the fields: what earlier steps said.
    beside: tuple[str, ...] = ()
    # What stands right above them: what they are held against.
    against: str = ""


STEPS: Mapping[str, Step] = {
    "plan": Step(
        "Plan", "What do we want to find out, and what do we think will happen?",
        (("question", "text"), ("prediction", "text"), ("what", "text"),
         ("data_to_collect", "text"), ("starts_on", "day"), ("ends_on", "day")),
        "prediction", "Write what you predict: without a prediction nothing is learned.",
        (("who", "line"), ("where", "line"), ("how_many", "line")), "Who, where and how many",
    ),
    "do": Step(
        "Do", "Carry it out, and write down what really happens.",
        (("starts_on", "day"), ("ends_on", "day"), ("as_planned", "choice"),
         ("happened", "text"), ("surprises", "text")),
        "happened", "Write down what happened, then save.",
        beside=("prediction", "what", "who", "where", "how_many", "data_to_collect"),
    ),
    "study": Step(
        "Study", "Hold what happened against what was predicted.",
        (("result", "text"), ("learning", "text"), ("studied_on", "day")),
        "result", "Say what the result was, beside the prediction above.",
        beside=("happened", "surprises", "data_to_collect"), against="prediction",
    ),
    "act": Step(
        "Act", "Decide what becomes of the change.",
        (("decision", "choice"), ("decided_on", "day"), ("next_cycle", "text")),
        "decision", "Choose one of the four, then save.",
        beside=("prediction", "learning"), against="result",
    ),
}  # fmt: skip
# Days that say what has been and begin as today; they are kept only with what they are the day of.
DATED_WITH: Mapping[str, str] = {"studied_on": "result", "decided_on": "decision"}


def label_of(name: str) -> str:
    """A field of a cycle as the form calls it."""
    return PdsaCycle.model_fields[name].title or name


def ask(form: Form, step: Step, shown: Mapping[str, Any]) -> None:
    """The fields of a step; `shown` is what they begin with. Two days stand beside each other."""
    days = [name for name, how in step.fields if how == "day"]
    for name, how in step.fields:
        if name == "next_cycle" and not _goes_on(form.values.get("decision")):
            continue
        if name not in days:
            ask_one(form, name, how, shown[name])
        elif name == days[0]:
            for place, day in zip(st.columns(len(days)), days, strict=True):
                with place:
                    ask_one(form, day, "day", shown[day])
    if step.more:
        with st.expander(step.more_words, key=form.key("more")):
            for name, how in step.more:
                ask_one(form, name, how, shown[name])


def ask_one(form: Form, name: str, how: str, value: Any) -> None:
    """One field, by how it is asked."""
    label = label_of(name)
    if name == "as_planned":
        form.choice(name, label, list(AsPlanned), value, _AS_PLANNED.__getitem__)
    elif name == "decision":
        form.choice(name, label, list(Decision), value, _decision_words)
    elif how == "day":
        form.day(name, label, value)
    elif how == "line":
        form.line(name, label, value or "")
    else:
        form.text(name, label, value or "")


def _decision_words(decision: Decision) -> str:
    return f"**{decision.words.capitalize()}:** {MEANINGS[decision]}"


def _goes_on(decision: Decision | None) -> bool:
    return decision is not None and not decision.ends_the_test


def suggested(step: Step, stated: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What the fields of a step begin with: what is kept, and today where a day is to be said."""
    names = [name for name, _ in (*step.fields, *step.more)]
    begin = {name: stated.get(name) for name in names}
    return begin | {n: today for n in DATED_WITH if n in begin and begin[n] is None}
