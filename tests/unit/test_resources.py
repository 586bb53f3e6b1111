"""Files that travel with the package are found where it is run from."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagepolicy import resources
from engagepolicy.resources import find_ruleset, read_grammar, ruleset_names


def test_the_grammar_is_found() -> None:
    assert "start: declaration" in read_grammar()


def test_every_shipped_ruleset_is_found_by_its_name() -> None:
    for name in ruleset_names():
        path = find_ruleset(name)
        assert path is not None
        assert path.suffix == ".engage"


@pytest.mark.parametrize("name", ["", ".", "no.such.ruleset", "../secret", "..", "a/b", "std.engage", "é"])
def test_other_names_find_nothing(name: str) -> None:
    assert find_ruleset(name) is None


def test_an_installed_package_uses_its_own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "_rulesets" / "womma"
    folder.mkdir(parents=True)
    (folder / "honesty.engage").write_text("use a", encoding="utf-8")
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    ruleset_names.cache_clear()
    try:
        assert ruleset_names() == ("womma.honesty",)
        assert find_ruleset("womma.honesty") == folder / "honesty.engage"
    finally:
        ruleset_names.cache_clear()
