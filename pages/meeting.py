"""Meetings: what comes next, and one meeting on the shared screen, one step at a time."""

from tracker.screen import meeting_list, meeting_room, visit

asked = visit()
meeting = meeting_room.chosen(asked)

if meeting is None:
    meeting_list.show(asked)
elif meeting.closed_at is not None:
    meeting_list.show_ended(asked, meeting)
elif meeting.opened_at is not None:
    meeting_room.show(asked, meeting)
else:
    meeting_list.show_prepared(asked, meeting)
