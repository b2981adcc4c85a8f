"""The improvement plan of a children and young people's partnership, kept and shown as at a day."""
