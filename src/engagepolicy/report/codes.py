"""Every message's code, with its title and, where the documentation is at hand, its page."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import engagepolicy.diagnostics as diagnostics
from engagepolicy.diagnostics.base import REGISTRY
from engagepolicy.resources import CHECKOUT, PACKAGE

MODULES = "messages_"
_MARK = re.compile(r"^<!-- [^\n]* -->\n", re.MULTILINE)


def title_by_code() -> dict[str, str]:
    """Return the titles of all messages by code, sorted."""
    for module in iter_modules(diagnostics.__path__):
        if module.name.startswith(MODULES):
            import_module(f"{diagnostics.__name__}.{module.name}")
    return {code: of.title for code, of in sorted(REGISTRY.items())}


def find_page(code: str) -> str | None:
    """Return the page of a code as Markdown, without the marks that only its tests read; None where no page is installed."""
    for folder in (PACKAGE / "_docs", CHECKOUT / "docs"):
        page: Path = folder / "reference" / "diagnostics" / f"{code}.md"
        if page.is_file():
            return _MARK.sub("", page.read_text(encoding="utf-8"))
    return None
