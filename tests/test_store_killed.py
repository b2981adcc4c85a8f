"""Killed at random moments, again and again: nothing acknowledged is lost, nothing is halved."""

import os

import pytest
from killing import Killing, worker

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
# Thirty rounds in all; the benchmark does two hundred.
TIMES = {"save": 12, "import": 6, "back_up": 6, "upgrade": 6}


@pytest.mark.parametrize("work", TIMES)
def test_no_acknowledged_save_is_lost_by_kill_9_in_the_middle_of(work, tmp_path) -> None:
    with worker() as process:
        killing = Killing(process, work, tmp_path, seed=20261121)
        for _ in range(TIMES[work]):
            killing.once()
    assert work == "upgrade" or len(killing.acknowledged) > TIMES[work] // 2
