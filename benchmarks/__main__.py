"""Measures the site and its peers (other engines), and prints one table of figures and goals: `make bench`.

Environment variables: ONLY is `search` or `pages`. SIZES lists the sizes of the corpora, and ENGINES the names of the
engines, separated by commas. OUT names a file to which the table is also written. PROFILE names a file for a profile of
our slowest class of questions at each size.
"""

import sys

if __name__ == "__main__":
    # The process of each engine imports this module first. It must not load more than the engine needs.
    from benchmarks.command import main

    sys.exit(main())
