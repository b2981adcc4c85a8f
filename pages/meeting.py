"""Meetings: what comes next, and one meeting on the shared screen, one step at a time."""

from tracker.screen import (
    meeting_ended,
    meeting_list,
    meeting_prepared,
    meeting_room,
    visit,
)

asked = visit()
meeting = meeting_room.chosen(asked)

if meeting is None:
    meeting_list.show(asked)
elif asked.public or (asked.reads_only and meeting.closed_at is None):
    meeting_room.show(meeting_room.today(asked), meeting)
elif meeting.closed_at is not None:
    meeting_ended.show(meeting_room.today(asked), meeting)
elif meeting.opened_at is not None:
    meeting_room.show(meeting_room.today(asked), meeting)
else:
    meeting_prepared.show(meeting_room.today(asked), meeting)
