"""The files that a new ruleset begins with."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "starter"
FILES = {
    "care.engage": "care.engage",
    "interactions.jsonl": "interactions.jsonl",
    "workflow.yml": ".github/workflows/engagepolicy.yml",
}
"""Where each file of the folder goes, below the folder of the new ruleset."""


def starter_files() -> dict[str, str]:
    """Return the texts of the starter by where they go."""
    return {place: (FOLDER / name).read_text(encoding="utf-8") for name, place in FILES.items()}
