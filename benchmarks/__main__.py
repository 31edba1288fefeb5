"""Prints the one table of figures, goals and peers: `make bench`.

ONLY: `search` or `pages`. SIZES: sizes of corpora instead of the usual, parted by commas. OUT: a file that the table is
written into as well. PROFILE: a file for what takes the time of our slowest class at each size.
"""

import sys

if __name__ == "__main__":
    # Each engine's process begins by importing this module, and is to hold nothing that is not its own.
    from benchmarks.command import main

    sys.exit(main())
