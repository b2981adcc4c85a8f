"""Keeping one step of a cycle: its draft, what others saved meanwhile, and one save for each step.

Each step is saved by itself. What somebody else wrote meanwhile in other fields stays theirs; where
both wrote in the same field, both are shown and the person decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from tracker import store
from tracker.cycles import TestReading, refuse_untimely
from tracker.merging import Merged, merged, same
from tracker.records import Record, Version
from tracker.refusals import Refusal, Unknown, read_as
from tracker.screen.cycle_steps import DATED_WITH, STEPS, Step, label_of, suggested
from tracker.screen.drafts import Draft, Unsaved
from tracker.screen.visit import Visit
from tracker.tests_of_change import PdsaCycle

CYCLE, STEP, NEW = "cycle", "step", "new"


@dataclass(frozen=True)
class Keeping:
    """What the form of a cycle works on: always as it stands today, whatever day is shown."""

    asked: Visit
    test: TestReading
    name: str
    versions: tuple[Version[PdsaCycle], ...]
    wanted: str

    @property
    def step(self) -> Step:
        """The step that is open."""
        return STEPS[self.name]

    @property
    def newest(self) -> Version[PdsaCycle] | None:
        """The newest version of the cycle; None before its first save."""
        return self.versions[-1] if self.versions else None

    @property
    def cycle(self) -> PdsaCycle | None:
        """The cycle as it stands."""
        return self.newest.record if self.newest else None

    @property
    def seen(self) -> int:
        """The newest sequence this screen has seen."""
        return max(self.asked.sequence, self.newest.sequence if self.newest else 0)

    @property
    def number(self) -> int:
        """The number of the cycle; of a new one, the next that is free."""
        return self.cycle.number if self.cycle else _next_number(self.asked, self.test)

    @property
    def before(self) -> PdsaCycle | None:
        """The cycle before this one."""
        earlier = [cycle for cycle in self.test.cycles if cycle.number < self.number]
        return earlier[-1] if earlier else None

    @property
    def unsaved(self) -> Unsaved:
        """What is typed into this step and not saved."""
        return Unsaved(self.asked, f"cycle/{self.test.test.id}/{self.wanted}/{self.name}")

    @property
    def draft(self) -> Draft:
        """The draft of this step; begun anew where nothing was typed and the cycle has changed."""
        known = self.unsaved.known
        newest = self.newest.sequence if self.newest else 0
        if known and known.seen != newest and self._untouched(known):
            self.unsaved.let_go()
        record = self.cycle.id if self.cycle else known.record if known else None
        return self.unsaved.begin(lambda: newest, record)

    @property
    def base(self) -> PdsaCycle | None:
        """The cycle as it stood when the step was begun; None: not kept yet."""
        return self._base(self.draft)

    @property
    def shown(self) -> dict[str, Any]:
        """What the fields of the step begin with."""
        return self._shown(self.draft)

    def key(self, name: str) -> str:
        """The key of one of the widgets of the step."""
        return f"{self.draft.save_id}_{name}"

    def _base(self, draft: Draft) -> PdsaCycle | None:
        seen = [version.record for version in self.versions if version.sequence <= draft.seen]
        return seen[-1] if seen else None

    def _shown(self, draft: Draft) -> dict[str, Any]:
        """A new cycle asks what the one before it left to be found out."""
        base = self._base(draft)
        question = self.before.next_cycle if self.before else ""
        return suggested(
            self.step, dict(base) if base else {"question": question}, self.asked.today
        )

    def _untouched(self, draft: Draft) -> bool:
        """Has nothing been typed into its fields?"""
        here = ((f"{draft.save_id}_{n}", value) for n, value in self._shown(draft).items())
        return not draft.typed and all(
            same(st.session_state.get(key, value), value) for key, value in here
        )


def keeping(asked: Visit, test: TestReading, wanted: str, step: str) -> Keeping:
    """What the address asks for: a cycle by its id, or `new`. Raises Unknown for neither."""
    versions: tuple[Version[PdsaCycle], ...] = ()
    if wanted != NEW:
        try:
            slug = asked.partnership.slug
            versions = store.versions_of(asked.database, slug, PdsaCycle, UUID(wanted))
        except ValueError:
            versions = ()
        if not versions or versions[-1].record.test_id != test.test.id:
            raise Unknown(
                "The address names a cycle that this test does not have. Choose one from the test."
            )
    return Keeping(asked, test, step if step in STEPS else "plan", versions, wanted)


def typed_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields, empty ones as the model keeps them."""
    fields = PdsaCycle.model_fields
    return {
        name: ("" if fields[name].annotation is str else None) if value is None else value
        for name, value in values.items()
        if name in fields
    }


def put_together(work: Keeping, typed: Mapping[str, Any]) -> Merged:
    """The cycle with what was typed, beside what somebody else has changed meanwhile."""
    base, newest = work.base, work.cycle
    theirs = dict(newest) if newest else _begun(work)
    texts = frozenset(name for name, how in (*work.step.fields, *work.step.more) if how == "text")
    was = dict(base) if base else theirs
    return merged(was, theirs, typed, label_of, texts)


def dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without a day whose event is not said: such a day was only offered."""
    unsaid = {day for day, of in DATED_WITH.items() if not values.get(of)}
    return {name: None if name in unsaid else value for name, value in values.items()}


def keep(work: Keeping, values: Mapping[str, Any]) -> tuple[PdsaCycle, int]:
    """Save the cycle; the record, and its save's sequence (0: there was nothing to save).

    Raises FieldRefusals with a sentence for each field.
    """
    cycle = read_as(PdsaCycle, values)
    refuse_untimely(cycle, work.asked.today)
    if cycle == work.cycle == work.base:
        return cycle, 0
    return cycle, save(work, cycle)


def save(work: Keeping, record: Record, reason: str = "", *, withdrawn: bool = False) -> int:
    """The one save of the draft; its sequence. Raises Refusal."""
    asked = work.asked
    try:
        made = store.change(
            asked.database, asked.partnership.slug, [record], by=asked.by, today=asked.today,
            save_id=work.draft.save_id, seen=work.seen, reason=reason, withdrawn=withdrawn,
        )  # fmt: skip
    except store.ChangedMeanwhile as conflict:
        who = conflict.theirs.recorded_by
        raise Refusal(f"{who} saved this at the same moment. Save again to see both.") from conflict
    return made.sequence


def go(test: TestReading, cycle: str = "", step: str = "") -> None:
    """Put a step of a cycle into the address; nothing goes back to the test."""
    st.query_params["test"] = test.test.ref
    for name, value in ((CYCLE, cycle), (STEP, step)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _begun(work: Keeping) -> dict[str, Any]:
    test, number = work.test.test, work.number
    return {
        "id": work.draft.record, "ref": f"{test.ref}.{number}", "test_id": test.id,
        "number": number,
    }  # fmt: skip


def _next_number(asked: Visit, test: TestReading) -> int:
    """One more than any cycle of the test ever had, withdrawn ones too."""
    histories = asked.readings.plan.histories.get(PdsaCycle, {}).values()
    its = (versions[-1].record for versions in histories)
    return max((cycle.number for cycle in its if cycle.test_id == test.test.id), default=0) + 1
