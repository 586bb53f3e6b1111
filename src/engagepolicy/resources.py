"""The files that travel with the package: the grammar and the shipped rulesets, in a wheel and in a checkout alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parent.parent


def _find_folder(installed: str, in_checkout: str) -> Path:
    """Return the folder inside the installed package, or beside `src` where the package runs from a checkout."""
    packed = PACKAGE / installed
    return packed if packed.is_dir() else CHECKOUT / in_checkout


@cache
def read_grammar() -> str:
    """Return the text of the grammar."""
    return (_find_folder("_grammar", "grammar") / "engage.lark").read_text(encoding="utf-8")


def find_ruleset(dotted: str) -> Path | None:
    """Return the file of a shipped ruleset by its dotted name, such as `womma.honesty`, or None if there is none."""
    if dotted not in ruleset_names():
        return None
    *folders, name = dotted.split(".")
    return _find_folder("_rulesets", "rulesets").joinpath(*folders, f"{name}.engage")


@cache
def ruleset_names() -> tuple[str, ...]:
    """Return the dotted names of all shipped rulesets, sorted."""
    folder = _find_folder("_rulesets", "rulesets")
    files = folder.rglob("*.engage") if folder.is_dir() else ()
    return tuple(sorted(".".join(file.relative_to(folder).with_suffix("").parts) for file in files))
