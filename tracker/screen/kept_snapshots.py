"""Kept snapshots: what each says, that it still says it, its papers, and any two compared."""

from dataclasses import replace
from functools import partial

import streamlit as st

from tracker import store
from tracker.comparison import comparison
from tracker.meetings import KeptSnapshot
from tracker.papers import FORMATS, Snapshot
from tracker.papers.checksums import checksum
from tracker.run_chart import RULES_VERSION
from tracker.screen import frame, saved
from tracker.screen.form import Form
from tracker.screen.handover import MIME
from tracker.screen.marks import plain
from tracker.screen.visit import Visit, refusals_shown
from tracker.words import day_words

WORDS = {
    "docx": "Committee paper (Word)", "pdf": "PDF", "html": "Web page", "xlsx": "Excel workbook",
    "csv": "CSV", "json": "JSON",
}  # fmt: skip


def read_again(asked: Visit, kept: KeptSnapshot) -> Snapshot:
    """The snapshot read from its four numbers."""
    then = replace(asked, day=kept.day, sequence=kept.until)
    return Snapshot(then.progress, kept.schema_number)


def line(asked: Visit, kept: KeptSnapshot) -> None:
    """One snapshot: its day, that it is unchanged, and its papers on demand."""
    about, papers = st.columns([70, 30], vertical_alignment="center")
    about.markdown(
        f"**{plain(kept.title)}**  \n:gray[as at {day_words(kept.day)}, recorded until save "
        f"{kept.until} · {_unchanged(asked, kept)}]"
    )
    with papers.popover("Papers", icon=":material/ios_share:"):
        snapshot = read_again(asked, kept)
        for format_, words in WORDS.items():
            if format_ in FORMATS:
                st.download_button(
                    words, partial(FORMATS[format_], snapshot), mime=MIME.get(format_),
                    file_name=snapshot.file_name(format_), on_click="ignore",
                    key=f"paper_{kept.id}_{format_}", width="stretch",
                )  # fmt: skip


def _unchanged(asked: Visit, kept: KeptSnapshot) -> str:
    schema = store.schema_number(asked.database)
    if (schema, RULES_VERSION) != (kept.schema_number, kept.rules_number):
        return "made by an earlier version of the rules"
    same = checksum(read_again(asked, kept)) == kept.checksum
    return "unchanged, its checksum agrees" if same else "its checksum does not agree"


def show(asked: Visit) -> None:
    """Every kept snapshot, newest first; keep one now; compare any two."""
    found = _found(asked)
    frame.first_row(asked)
    number = len(found)
    st.title(f"{number or 'No'} {'snapshot' if number == 1 else 'snapshots'} kept", anchor=False)
    st.markdown("A snapshot fixes a day and what had been recorded by then. It never changes.")
    _keep_now(asked)
    for kept in found:
        line(asked, kept)
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
        form = Form(f"snapshot_{asked.sequence}_")
        form.line("title", "What it is for", f"Plan as at {day_words(asked.day)}")
        if form.saved("Keep it"):
            with refusals_shown():
                kept = of_now(asked, form.values["title"] or f"Plan as at {day_words(asked.day)}")
                store.change(
                    asked.database, asked.partnership.slug, [kept], by=saved.LOCAL,
                    today=asked.today, save_id=kept.id, seen=asked.sequence,
                )  # fmt: skip
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
    compared = comparison(before, after)
    st.markdown(f"**{plain(compared.summary)}**")
    if compared.changes:
        rows = compared.changes
        st.table(
            {
                "What": [f"{plain(change.ref)} {plain(change.title)}" for change in rows],
                "Sort": [change.sort.value for change in rows],
                "How": [plain(change.says) for change in rows],
            },
            border="horizontal", hide_index=True, alt="What changed between two snapshots",
        )  # fmt: skip
