"""Kept snapshots: what each says, that it still says it, its papers, and any two compared."""

from dataclasses import replace
from functools import lru_cache, partial

import streamlit as st

from tracker import store
from tracker.comparison import comparison
from tracker.meetings import KeptSnapshot, PaperTaken
from tracker.papers import FORMATS, Snapshot
from tracker.papers.checksums import checksum
from tracker.records import Version
from tracker.run_chart import RULES_VERSION
from tracker.screen import frame, saved
from tracker.screen.form import Form
from tracker.screen.handover import MIME
from tracker.screen.held import held, let_go
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import counted, day_words, listed

WORDS = {
    "docx": "Committee paper (Word)", "pdf": "PDF", "html": "Web page", "xlsx": "Excel workbook",
    "csv": "CSV", "json": "JSON",
}  # fmt: skip
TAKEN_SHOWN = 3


def read_again(asked: Visit, kept: KeptSnapshot) -> Snapshot:
    """The snapshot read from its four numbers."""
    then = replace(asked, day=kept.day, sequence=kept.until)
    return Snapshot(then.progress, kept.schema_number)


def line(asked: Visit, kept: KeptSnapshot, taken: tuple[Version[PaperTaken], ...] = ()) -> None:
    """One snapshot: its day, that it is unchanged, who took which paper, and its papers."""
    about, papers = st.columns([70, 30], vertical_alignment="center")
    history = asked.readings.plan.history(KeptSnapshot, kept.id)
    by = f"kept by {plain(history[0].recorded_by)} · " if history else ""
    about.markdown(
        f"**{plain(kept.title)}**  \n:gray[as at {day_words(kept.day)}, recorded until save "
        f"{kept.until} · {by}{_unchanged(asked, kept)}]{_taken_words(kept, taken)}"
    )
    with papers.popover("Papers", icon=":material/ios_share:"):
        snapshot = read_again(asked, kept)
        for format_, words in WORDS.items():
            if format_ in FORMATS:
                st.download_button(
                    words, partial(FORMATS[format_], snapshot), mime=MIME.get(format_),
                    file_name=snapshot.file_name(format_),
                    on_click=partial(take, asked, kept, words),
                    key=f"paper_{kept.id}_{format_}", width="stretch",
                )  # fmt: skip


def take(asked: Visit, kept: KeptSnapshot, words: str) -> None:
    """Keep that a paper was taken, of which snapshot: the save says who and when."""
    name = f"taken_{kept.id}_{words}_{asked.sequence}"
    paper = PaperTaken(
        id=held(name).save_id, snapshot_id=kept.id, day=kept.day, paper=words, public=False
    )
    store.change(
        asked.database, asked.partnership.slug, [paper], by=asked.by, today=asked.today,
        save_id=paper.id, seen=0,
    )  # fmt: skip


def _taken_words(kept: KeptSnapshot, taken: tuple[Version[PaperTaken], ...]) -> str:
    """The last papers taken of it: which, by whom, on which day."""
    its = [version for version in taken if version.record.snapshot_id == kept.id]
    said = [
        f"{plain(v.record.paper)} taken by {plain(v.recorded_by)} on {day_words(v.as_of)}"
        for v in its[-TAKEN_SHOWN:]
    ]
    more = f", and {len(its) - TAKEN_SHOWN} before" if len(its) > TAKEN_SHOWN else ""
    return f"  \n:gray[{listed(said)}{more}]" if said else ""


def _unchanged(asked: Visit, kept: KeptSnapshot) -> str:
    schema = store.schema_number(asked.database)
    if (schema, RULES_VERSION) != (kept.schema_number, kept.rules_number):
        return "made by an earlier version of the rules"
    same = _checksum(asked, kept) == kept.checksum
    return "unchanged, its checksum agrees" if same else "**its checksum does not agree**"


def _checksum(asked: Visit, kept: KeptSnapshot) -> str:
    return _worked_out(replace(asked, day=kept.day, sequence=kept.until), kept.schema_number)


@lru_cache(maxsize=64)
def _worked_out(then: Visit, schema: int) -> str:
    return checksum(Snapshot(then.progress, schema))


def show(asked: Visit) -> None:
    """Every kept snapshot, newest first; keep one now; compare any two."""
    found = _found(asked)
    frame.first_row(asked)
    number = len(found)
    st.title(f"{number or 'No'} {'snapshot' if number == 1 else 'snapshots'} kept", anchor=False)
    st.markdown("A snapshot fixes a day and what had been recorded by then. It never changes.")
    _keep_now(asked)
    taken = store.papers_taken(asked.database, asked.partnership.slug)
    for kept in found:
        line(asked, kept, taken)
    if found:
        _compare(asked, found)


def _found(asked: Visit) -> list[KeptSnapshot]:
    its = asked.readings.plan.current(KeptSnapshot)
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
    before = read_again(asked, kept[earlier]).read
    after = asked.readings if later == "now" else read_again(asked, kept[later]).read
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
