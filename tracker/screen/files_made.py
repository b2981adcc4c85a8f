"""Files that are made when their button is pressed: for whom, and what is said where one is not.

Streamlit hands a file to whoever has its address, and says “Failed to generate file for download”
whatever the reason. Here a file is for those who pressed a button for it, a refusal is said in its
own words, and a fault stands in the tracker's log. The handler is put in place of Streamlit's by
name, and sessions are read as they are kept (its release is pinned).
"""

import asyncio
import logging
import threading
from pathlib import PurePosixPath

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime import app_session
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind

from tracker.refusals import Refusal
from tracker.screen import signed_in

NOT_MADE = "The file could not be made. Load the page again, then try once more."
_log = logging.getLogger("tracker.pages")
_lock = threading.Lock()  # several files are made at once, each in a thread of its own
_made: dict[str, set[str]] = {}
"""Which people each file was made for, by the name it has at /media."""
_last: dict[tuple[str, str], str] = {}
"""The address of the file last made in a session for a button."""


class FilesMade(DeferredFileHandler):
    """Makes the file of a button, or answers with the sentence that the person reads."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """The address of the file; else the refusal's own words."""
        answer = BackendOperationResponse(request_id=request.request_id)
        file_id = request.deferred_file.file_id
        try:
            url = await asyncio.to_thread(self._url, file_id, session_id)
        except Exception as fault:
            if isinstance(fault.__cause__, Refusal):
                answer.error_msg = str(fault.__cause__)
            else:
                _log.exception("A file could not be made")
                answer.error_msg = NOT_MADE
        else:
            answer.deferred_file.CopyFrom(DeferredFileResponsePayload(url=url))
        return answer

    def _url(self, file_id: str, session_id: str) -> str:
        files = self._get_media_file_mgr()
        button = files._deferred_callables.get(file_id)  # noqa: SLF001
        again = _last.get((session_id, file_id), "")
        if button is None and _is_kept(files, again):
            return again  # a second press, before the browser knew the button's new name
        if button is not None and button["session_id"] != session_id:
            raise PermissionError("A button of another session was pressed")
        url = files.execute_deferred(file_id)
        person = signed_in.person_of(session_id)
        with _lock:
            _forget_what_is_gone(files)
            _made.setdefault(_name(url), set()).add(person)
            _last[session_id, file_id] = url
        return url


def is_for(files: MediaFileManager, name: str, person: str) -> bool:
    """May `person` have file `name` of /media? A paper is for those who pressed a button for it.

    The mark of the page is for all. Of a file that is not kept there is nothing to have.
    """
    file = files.read_file(name)
    return not file or file.kind is MediaFileKind.MEDIA or person in _made.get(_name(name), ())


def say_why_not() -> None:
    """From now on every session answers so."""
    setattr(app_session, DeferredFileHandler.__name__, FilesMade)


def _forget_what_is_gone(files: MediaFileManager) -> None:
    for name in [name for name in _made if not _is_kept(files, name)]:
        del _made[name]
    for button in [button for button, url in _last.items() if not _is_kept(files, url)]:
        del _last[button]


def _is_kept(files: MediaFileManager, url: str) -> bool:
    return bool(url) and files.read_file(_name(url)) is not None


def _name(url: str) -> str:
    return PurePosixPath(url).stem
