"""A process that has read the program once, and forks for every command it is told (commands.py).

A line on standard input is a command: its words, environment and folder, and the files that take
what it writes; the answer is how it ended.
"""

import json
import os
import signal
import sys

from tracker.command_line import main

SECONDS = 120


def command(words: list[str], environment: dict[str, str], folder: str, out: str, err: str) -> None:
    """Be `python -m tracker` with these words; ends with it."""
    signal.alarm(SECONDS)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = words
    main()
    sys.exit()


if __name__ == "__main__":
    for line in sys.stdin:
        child = os.fork()
        if not child:
            command(**json.loads(line))
        _, how = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(how), flush=True)
