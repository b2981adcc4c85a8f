"""`python3 -m tracker …`: sets up what is missing, then hands over to the command line."""

import sys

from tracker import environment


def start() -> None:
    environment.enter(sys.argv[1:])
    from tracker.command_line import main  # noqa: PLC0415  needs what `enter` has installed

    main()


if __name__ == "__main__":
    start()
