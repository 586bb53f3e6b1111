"""Every message that a ruleset can get has a page that explains it and a specimen that provokes it."""

from __future__ import annotations

import re
from importlib import import_module

from engagepolicy.diagnostics.base import REGISTRY, Diagnostic
from tests.architecture.reading import PACKAGE, ROOT, modules

PAGES = ROOT / "docs" / "reference" / "diagnostics"
SPECIMENS = ROOT / "tests" / "spec"
CODE = re.compile(r"\bEP\d{4}\b")


def messages() -> dict[str, type[Diagnostic]]:
    """Return the package's own messages by code; those that tests invent are left out."""
    for module in modules():
        if module.startswith((f"{PACKAGE}.diagnostics.messages_", f"{PACKAGE}.lints.")):
            import_module(module)
    return {code: of for code, of in sorted(REGISTRY.items()) if of.__module__.startswith(f"{PACKAGE}.")}


def test_there_are_messages_and_each_has_a_code_and_a_title() -> None:
    assert messages(), "no message was found"
    assert [code for code in messages() if not CODE.fullmatch(code)] == []
    assert [code for code, of in messages().items() if not of.title] == []


def test_every_code_has_a_page_that_names_it() -> None:
    assert [code for code in messages() if not (PAGES / f"{code}.md").is_file()] == []
    assert [code for code in messages() if code not in (PAGES / f"{code}.md").read_text(encoding="utf-8")] == []


def test_no_page_explains_a_code_that_is_gone() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")}
    assert {name for name in pages if CODE.fullmatch(name)} - set(messages()) == set()


def test_every_code_has_a_specimen() -> None:
    provoked = {
        code
        for path in SPECIMENS.rglob("*.expect")
        if path.with_suffix(".engage").is_file()
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    assert [code for code in messages() if code not in provoked] == []
