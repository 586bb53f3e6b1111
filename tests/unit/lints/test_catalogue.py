"""The table of lints: names that read after *allow*, sets that hold, and safe fixes that cure what they are for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engagepolicy.diagnostics.base import Applicability
from engagepolicy.lints.base import ALL, RECOMMENDED
from engagepolicy.lints.catalogue import LINT_BY_NAME, LINTS, SETS, NoSuchLint, select_lints
from engagepolicy.policy.loading import compile_text
from engagepolicy.report.fixing import mend_rulesets
from engagepolicy.report.linting import lint_compiled
from tests.spec.specimens import FOLDER, TODAY, find_specimens

SAFE = [name for name in find_specimens("bad") if name.startswith("lints/") and LINT_BY_NAME[name.split("/")[1]].has_safe_fix]


def test_names_and_codes_are_their_own() -> None:
    assert len({lint.name for lint in LINTS}) == len({lint.code for lint in LINTS}) == len(LINTS)
    assert [lint.name for lint in LINTS if not re.fullmatch("[a-z]+(_[a-z]+)*", lint.name)] == []
    assert [lint.name for lint in LINTS if not "EP1201" <= lint.code <= "EP1249"] == []
    assert set(LINT_BY_NAME).isdisjoint(SETS)


def test_sets_are_parts_of_all() -> None:
    assert select_lints([ALL]) == LINTS
    assert 0 < len(select_lints([RECOMMENDED])) < len(LINTS)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], []),
        (["double_negative"], ["double_negative"]),
        (["EP1201", "double_negative"], ["double_negative"]),
        (["single_choice", "double_negative"], ["double_negative", "single_choice"]),
    ],
)
def test_lints_are_chosen_by_name_and_code_each_once(names: list[str], found: list[str]) -> None:
    assert [lint.name for lint in select_lints(names)] == found


@pytest.mark.parametrize("name", ["", "recomended", "ep1201", "EP0305"])
def test_what_no_lint_is_called_is_refused(name: str) -> None:
    with pytest.raises(NoSuchLint):
        select_lints([name])


@pytest.mark.parametrize("name", SAFE)
def test_a_safe_fix_is_applied_and_cures(name: str) -> None:
    lint = LINT_BY_NAME[name.split("/")[1]]
    text = (FOLDER / name).read_text(encoding="utf-8")
    found = lint_compiled(compile_text(text), [lint], TODAY)
    safe = [item for item in found if any(fix.applicability is Applicability.SAFE for fix in item.fixes)]
    (mended,) = mend_rulesets(["-"], {"-": text}, TODAY, [lint])
    left = lint_compiled(compile_text(mended.after), [lint], TODAY)

    assert (mended.refused, len(left)) == (0, len(found) - len(safe))
    assert (mended.after != text) is bool(safe)


def test_every_lint_has_what_it_finds_and_what_only_looks_like_it() -> None:
    for kind in ("bad", "good"):
        features = {Path(name).parts[1] for name in find_specimens(kind) if name.startswith("lints/")}
        assert features == set(LINT_BY_NAME)
