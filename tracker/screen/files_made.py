"""Files that are made when their button is pressed: what stands below it where one is not made.

Streamlit says “Failed to generate file for download” whatever the reason. Here a refusal is said in
its own words, and a fault stands in the tracker's log. Its handler is put in place of Streamlit's
by name (its release is pinned).
"""

import asyncio
import logging

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime import app_session
from streamlit.runtime.backend_operation_handler import DeferredFileHandler

from tracker.refusals import Refusal

NOT_MADE = "The file could not be made. Load the page again, then try once more."
_log = logging.getLogger("tracker.pages")


class FilesMade(DeferredFileHandler):
    """Makes the file of a button, or answers with the sentence that the person reads."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """The address of the file; else the refusal's own words."""
        del session_id
        answer = BackendOperationResponse(request_id=request.request_id)
        file_id = request.deferred_file.file_id
        try:
            url = await asyncio.to_thread(self._get_media_file_mgr().execute_deferred, file_id)
        except Exception as fault:
            if isinstance(fault.__cause__, Refusal):
                answer.error_msg = str(fault.__cause__)
            else:
                _log.exception("A file could not be made")
                answer.error_msg = NOT_MADE
        else:
            answer.deferred_file.CopyFrom(DeferredFileResponsePayload(url=url))
        return answer


def say_why_not() -> None:
    """From now on every session answers so."""
    setattr(app_session, DeferredFileHandler.__name__, FilesMade)
