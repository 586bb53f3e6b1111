"""The parts of the reference that are made from the code say what the code says; `--rewrite-golden` makes them anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.ir.operators import OPERATORS
from tests.docs.blocks import DOCS, ROOT, blocks_of, pages
from tests.docs.generated import MARKED, PARTS, renew

WITH_PARTS = [page for page in pages() if MARKED.search(page.read_text(encoding="utf-8"))]


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", WITH_PARTS, ids=_name)
def test_what_is_made_from_the_code_is_as_the_code_has_it(page: Path, request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    if request.config.getoption("--rewrite-golden"):
        page.write_text(renew(text), encoding="utf-8")
        text = renew(text)
    assert text == renew(text)


def test_every_part_stands_on_a_page() -> None:
    found = {found[1] for page in WITH_PARTS for found in MARKED.finditer(page.read_text(encoding="utf-8"))}
    assert found == set(PARTS)


def test_the_workflow_is_the_one_that_init_writes(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "engagepolicy", "init", str(tmp_path)]
    subprocess.run(call, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")})
    written = (tmp_path / ".github" / "workflows" / "engagepolicy.yml").read_text(encoding="utf-8")
    assert [block.text for block in blocks_of(DOCS / "how-to" / "check-in-ci.md") if block.language == "yaml"] == [written]


def test_every_operator_is_in_the_table() -> None:
    page = (DOCS / "reference" / "language" / "conditions.md").read_text(encoding="utf-8")
    assert [row.name for row in OPERATORS.values() if f"| `{row.words}` |" not in page or row.meaning not in page] == []


def test_every_public_name_is_described() -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    headings = [line for line in page.split("\n") if line.startswith("#")]
    assert [name for name in ep.__all__ if not any(f"`{name}`" in line or f"`{name}(" in line for line in headings)] == []


@pytest.mark.parametrize(
    "of", [ep.Policy, ep.Decision, ep.Review, ep.Finding, ep.Target, ep.Calendar], ids=lambda of: of.__name__
)
def test_every_public_member_is_described(of: type) -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    members = {name for name in [*vars(of), *getattr(of, "__dataclass_fields__", ())] if not name.startswith("_")}
    assert sorted(name for name in members if f"`{name}`" not in page and f"`{name}(" not in page) == []
