"""Kept snapshots: what each says, that it still says it, its papers, and any two compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from tracker import store
from tracker.comparison import comparison
from tracker.kept_templates import Look
from tracker.meetings import KeptSnapshot
from tracker.papers import Snapshot
from tracker.papers.checksums import checksum
from tracker.readings import Readings
from tracker.run_chart import RULES_VERSION
from tracker.screen import frame, paper_files, paper_template, papers_taken, saved
from tracker.screen.form import Form
from tracker.screen.held import held, let_go
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import counted, day_words


def read_again(asked: Visit, kept: KeptSnapshot) -> Snapshot:
    """The snapshot read from its four numbers."""
    then = replace(asked.inside, day=kept.day, sequence=kept.until)
    return Snapshot(then.progress, kept.schema_number)


def _reading(asked: Visit, kept: KeptSnapshot) -> Readings:
    """What the snapshot says, in the view that is asked for."""
    return replace(asked, day=kept.day, sequence=kept.until).readings


def line(
    asked: Visit,
    kept: KeptSnapshot,
    taken: Sequence[papers_taken.Taken] = (),
    look: Look | None = None,
) -> None:
    """One snapshot: its day, that it is unchanged, who took which paper, and its papers."""
    about, papers = st.columns([70, 30], vertical_alignment="center")
    history = asked.readings.plan.history(KeptSnapshot, kept.id)
    by = f"kept by {plain(history[0].recorded_by)} · " if history else ""
    about.markdown(
        f"**{plain(kept.title)}**  \n:gray[as at {day_words(kept.day)}, recorded until save "
        f"{kept.until} · {by}{_unchanged(asked, kept)}]{papers_taken.taken_words(kept, taken)}"
    )
    with papers.popover("Papers", icon=":material/ios_share:"):
        paper_files.offer(asked, read_again(asked, kept), f"paper_{kept.id}", look, kept.id)


def _unchanged(asked: Visit, kept: KeptSnapshot) -> str:
    earlier = "made by an earlier version of the rules"
    if kept.rules_number != RULES_VERSION:
        return earlier
    if _checksum(asked, kept) == kept.checksum:  # whatever tables came since
        return "unchanged, its checksum agrees"
    same_schema = kept.schema_number == store.schema_number(asked.database)
    return "**its checksum does not agree**" if same_schema else earlier


def _checksum(asked: Visit, kept: KeptSnapshot) -> str:
    then = replace(asked.inside, day=kept.day, sequence=kept.until)
    return _worked_out(then, kept.schema_number)


def _read_from(then: Visit) -> tuple[str, str, date, int]:
    return str(then.database.path), then.partnership.slug, then.day, then.sequence


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={Visit: _read_from})
def _worked_out(then: Visit, schema: int) -> str:
    return checksum(Snapshot(then.progress, schema))


def show(asked: Visit) -> None:
    """Every kept snapshot, newest first; keep one now; compare any two."""
    found = _found(asked)
    number = len(found)
    with st.container(gap="xxsmall"):
        frame.first_row(asked)
        snapshots = "snapshot" if number == 1 else "snapshots"
        st.title(f"{number or 'No'} {snapshots} kept", anchor=False)
    st.markdown("A snapshot fixes a day and what had been recorded by then. It never changes.")
    taken: Sequence[papers_taken.Taken] = ()
    look = None
    if not asked.reads_only:
        _keep_now(asked)
    if not asked.public:
        taken = store.papers_taken(asked.database, asked.partnership.slug)
        look = paper_template.chosen(asked, "snapshots") if found else None
    for kept in found:
        line(asked, kept, taken, look)
    papers_taken.show(taken, found)
    if found:
        _compare(asked, found)


def _found(asked: Visit) -> list[KeptSnapshot]:
    its = asked.inside.readings.plan.current(KeptSnapshot)
    return sorted(its, key=lambda kept: (kept.day, kept.until), reverse=True)


def of_now(asked: Visit, title: str) -> KeptSnapshot:
    """A snapshot of the day that is shown, as it is recorded now."""
    schema = store.schema_number(asked.database)
    return KeptSnapshot(
        id=store.new_id(), ref=f"{asked.day}/{asked.sequence}", title=title, day=asked.day,
        until=asked.sequence, schema_number=schema, rules_number=RULES_VERSION,
        checksum=checksum(Snapshot(asked.progress, schema)),
    )  # fmt: skip


def _keep_now(asked: Visit) -> None:
    with st.popover(f"Keep a snapshot of {day_words(asked.day)}", icon=":material/photo_camera:"):
        name = "snapshot_kept"
        holds = held(name)
        form = Form(f"{holds.save_id}_")
        form.line("title", "What it is for", f"Plan as at {day_words(asked.day)}")
        if form.saved("Keep it"):
            with refusals_shown():
                kept = of_now(asked, form.values["title"] or f"Plan as at {day_words(asked.day)}")
                store.change(
                    asked.database, asked.partnership.slug, [kept], by=asked.by,
                    today=asked.today, save_id=holds.save_id, seen=0,
                )  # fmt: skip
                let_go(name)
                saved.announce(f"Kept: **{plain(kept.title)}**.")
                st.rerun()


def _compare(asked: Visit, found: list[KeptSnapshot]) -> None:
    """What changed between any two, in words and as a table."""
    st.header("What changed between two", anchor=False)
    by_id = {str(kept.id): f"{kept.title} ({day_words(kept.day)})" for kept in found}
    ids = list(by_id)
    first, second = st.columns(2)
    earlier = first.selectbox(
        "From", ids, index=len(ids) - 1, format_func=by_id.__getitem__, key="from",
        bind="query-params",
    )  # fmt: skip
    later = second.selectbox(
        "To", ["now", *ids], format_func=lambda id_: by_id.get(id_, "the plan as shown"), key="to",
        bind="query-params",
    )  # fmt: skip
    kept = {str(one.id): one for one in found}
    before = _reading(asked, kept[earlier])
    after = asked.readings if later == "now" else _reading(asked, kept[later])
    if after.plan.day < before.plan.day:
        before, after = after, before
        st.markdown(":gray[The later of the two days is compared with the earlier.]")
    compared = comparison(before, after)
    st.markdown(f"**{plain(compared.summary)}**")
    if compared.changes:
        rows = compared.changes
        st.markdown(f":gray[{counted(len(rows), 'change')}, in the order a meeting hears them.]")
        st.table(
            {
                "What": [f"{plain(change.ref)} {plain(change.title)}" for change in rows],
                "Sort": [change.sort.value for change in rows],
                "How": [plain(change.says) for change in rows],
            },
            border="horizontal", hide_index=True, alt="What changed between two snapshots",
        )  # fmt: skip
