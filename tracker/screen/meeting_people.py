"""Who came to meetings: of one meeting in a line, over the last of them in a table."""

from uuid import UUID

import streamlit as st

from tracker.evidence import Meeting
from tracker.screen.marks import plain
from tracker.screen.visit import Visit
from tracker.words import day_words

MEETINGS = 6


def show(asked: Visit, meeting: Meeting) -> None:
    """Who came to one meeting, and who sent apologies."""
    posts = asked.readings.plan.post
    for words, people in (("Came", meeting.present), ("Apologies", meeting.apologies)):
        titles = [plain(posts[who].title) for who in people if who in posts]
        if titles:
            st.markdown(f"**{words}:** {'; '.join(titles)}")


def over_meetings(asked: Visit) -> None:
    """Who came to the last meetings, post by post; those who came least stand first."""
    held = [m for m in asked.readings.plan.meetings if m.present and m.on <= asked.day][-MEETINGS:]
    if not held:
        return
    posts = asked.readings.plan.post
    named = {who for meeting in held for who in (*meeting.present, *meeting.apologies)}
    times = {who: sum(who in meeting.present for meeting in held) for who in named & set(posts)}
    st.header("Who came", anchor=False)
    ranked = sorted(times, key=lambda who: (times[who], posts[who].title))
    columns: dict[str, list[str]] = {
        "Post": [plain(posts[who].title) for who in ranked],
        "Came": [f"{times[who]} of {len(held)}" for who in ranked],
    }
    for meeting in held:
        columns[_head(columns, meeting)] = [_came(meeting, who) for who in ranked]
    # On a phone the table is wider than the screen: closed, it is no trap for a keyboard.
    with st.expander("Meeting by meeting", icon=":material/table_rows:"):
        st.table(columns, border="horizontal", hide_index=True, alt="Who came to which meeting")


def _head(columns: dict[str, list[str]], meeting: Meeting) -> str:
    """The day of a meeting; a second one on the same day is told apart."""
    day = day_words(meeting.on)
    return day if day not in columns else f"{day}, {plain(meeting.title or meeting.ref)}"


def _came(meeting: Meeting, who: UUID) -> str:
    if who in meeting.present:
        return "came"
    return "apologies" if who in meeting.apologies else "–"
