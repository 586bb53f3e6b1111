"""Every message's code, with its title and, where the documentation is at hand, its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

import engagepolicy.diagnostics as diagnostics
from engagepolicy.diagnostics.base import REGISTRY, Diagnostic
from engagepolicy.lints.catalogue import LINTS
from engagepolicy.resources import CHECKOUT, PACKAGE

MODULES = "messages_"
_MARK = re.compile(r"^<!-- [^\n]* -->\n", re.MULTILINE)


@cache
def message_by_code() -> Mapping[str, type[Diagnostic]]:
    """Return the classes of all messages by code, sorted; those of lints are among them."""
    for module in iter_modules(diagnostics.__path__):
        if module.name.startswith(MODULES):
            import_module(f"{diagnostics.__name__}.{module.name}")
    return MappingProxyType(dict(sorted({**REGISTRY, **{lint.code: lint.gives for lint in LINTS}}.items())))


def title_by_code() -> dict[str, str]:
    """Return the titles of all messages by code, sorted."""
    return {code: of.title for code, of in message_by_code().items()}


def find_page(code: str) -> str | None:
    """Return the page of a code as Markdown, without the marks that only its tests read; None where no page is installed."""
    for folder in (PACKAGE / "_docs", CHECKOUT / "docs"):
        page: Path = folder / "reference" / "diagnostics" / f"{code}.md"
        if page.is_file():
            return _MARK.sub("", page.read_text(encoding="utf-8"))
    return None
