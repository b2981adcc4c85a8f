"""Two hundred kills -9 in saves, imports, backups and upgrades: is anything acknowledged lost?

    python -m tests.bench.killing [--rounds N] [--seed N]

Fifty rounds of each kind of work. Prints how many acknowledged saves stood after each kill; stops
at the first round that lost or halved anything, and keeps its folder.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from killing import LONGEST, Killing, worker


def main() -> None:
    """Run the rounds, a kind of work at a time."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.killing", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="in all (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default: 1)")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="killing-"))
    for work in LONGEST:
        with worker() as process:
            killing = Killing(process, work, folder, asked.seed)
            try:
                for _ in range(asked.rounds // len(LONGEST)):
                    killing.once()
            except AssertionError:
                print(f"{work}: lost or halved in round {killing.rounds + 1}; see {folder}")
                raise
        kept = (
            f", {len(killing.acknowledged)} acknowledged saves all there"
            if killing.acknowledged
            else ""
        )
        print(f"{work:<8} killed {killing.rounds} times{kept}", flush=True)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
