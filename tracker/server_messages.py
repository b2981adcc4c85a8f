"""What a browser may ask of the server: only what our own pages ask.

Streamlit takes every message it knows from whoever opens a page, before anybody has signed in too.
One of them empties the caches of everybody, and the open database lies in one; another tells how
the program stands in Git. Its method is put in place by name (its release is pinned).
"""

import logging

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

TAKEN = frozenset(
    {
        "rerun_script", "stop_script", "app_heartbeat", "file_urls_request",
        "backend_operation_request",
    }
)  # fmt: skip
_streamlit_takes = AppSession.handle_backmsg
_log = logging.getLogger(__name__)


def only_ours() -> None:
    """From now on a session takes no other message; it goes on as if none had come."""
    setattr(AppSession, _streamlit_takes.__name__, _take)


def _take(session: AppSession, message: BackMsg) -> None:
    kind = message.WhichOneof("type")
    if kind in TAKEN:
        _streamlit_takes(session, message)
    else:
        _log.warning("A message that no page of the tracker sends was not taken: %s", kind)
