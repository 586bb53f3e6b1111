"""JUnit XML: every parser reads it, and what passed and failed adds up."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.diagnostics.render_junit import render_junit
from engagepolicy.source import SourceText, Span
from tests.unit.diagnostics.invented import CARE, InventedError, elsewhere, empty_rule, misspelt


def test_messages_in_full(check_golden: Callable[[str, str], None]) -> None:
    check_golden("messages.junit.xml", render_junit([misspelt(), empty_rule(), elsewhere()], files=["clean.engage", CARE.name]))


def test_a_file_without_messages_passes() -> None:
    root = fromstring(render_junit([], files=["a.engage", "b.engage"]).encode())

    assert root.attrib == {"name": "engagepolicy", "tests": "2", "failures": "0", "errors": "0"}
    assert [suite.get("name") for suite in root] == ["a.engage", "b.engage"]
    assert root.find(".//failure") is None


def test_every_message_is_a_failure_in_its_files_suite() -> None:
    root = fromstring(render_junit([misspelt(), empty_rule(), elsewhere()], files=["clean.engage"]).encode())

    counts = [(suite.get("name"), suite.get("tests"), suite.get("failures"), len(suite.findall(".//failure"))) for suite in root]
    assert counts == [
        ("clean.engage", "1", "0", 0),
        ("brands/care.engage", "2", "2", 2),
        ("brands/acme, inc: 100%.engage", "1", "1", 1),
    ]
    assert (root.get("tests"), root.get("failures")) == ("4", "3")


@given(st.text(max_size=20) | st.text(st.sampled_from("<&>\"'\x00\x0b\ufffe\uffff\ud800]]>\r\n"), max_size=20))
def test_no_text_breaks_the_xml(text: str) -> None:
    message = InventedError(Span(SourceText(text, text), 0, len(text)), text, text, (text,))

    root = fromstring(render_junit([message], files=[text]).encode())

    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "error[EPT001]"
