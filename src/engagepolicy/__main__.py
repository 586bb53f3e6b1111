"""`python -m engagepolicy`: the same as the command `engagepolicy`."""

from __future__ import annotations

from engagepolicy.cli.app import main

if __name__ == "__main__":
    main()
