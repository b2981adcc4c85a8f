"""Snapshots: days of the plan that never change, their papers, and what changed between two."""

from tracker.screen import kept_snapshots, visit

kept_snapshots.show(visit())
