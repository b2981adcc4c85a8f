"""What proves that a snapshot still says the same: the SHA-256 of its JSON."""

from hashlib import sha256

from tracker.papers import as_json
from tracker.papers.snapshot import Snapshot


def checksum(snapshot: Snapshot) -> str:
    """The SHA-256 of the snapshot's JSON, as 64 hexadecimal digits."""
    return sha256(as_json.written(snapshot)).hexdigest()
