"""Optional packages: found, or named together with the way to install them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engagepolicy.extras import MissingExtra, require_extra


def test_what_is_installed_is_returned() -> None:
    assert require_extra("json.decoder", "tools") is sys.modules["json.decoder"]


@pytest.mark.parametrize("module", ["no_such_package_here", "no_such_package_here.part"])
def test_what_is_missing_is_named_with_its_extra(module: str) -> None:
    with pytest.raises(MissingExtra) as caught:
        require_extra(module, "tools")

    assert str(caught.value) == (
        "this needs no_such_package_here, which is not installed; "
        'to install it: python -m pip install "engagepolicy[tools]"'
    )
    assert caught.value.name == "no_such_package_here"


def test_a_broken_package_is_not_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_package_here.py").write_text("import no_such_package_here\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(ModuleNotFoundError, match="no_such_package_here") as caught:
        require_extra("broken_package_here", "tools")

    assert not isinstance(caught.value, MissingExtra)
