"""Characters, UTF-16 units and bytes, against counting the slow way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.diagnostics.positions import BLOCK, Positions
from engagepolicy.source import SourceText, Span

TEXTS = st.text(st.sampled_from("ab\n\r\té漢😀\ud800"), max_size=40).flatmap(
    lambda piece: st.sampled_from([piece, piece * 60, "x" * (BLOCK - 3) + piece])
)


@given(TEXTS, st.data())
def test_positions_agree_with_counting_one_by_one(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    line_before = before.rpartition("\n")[2]

    found = Positions().find(SourceText("t", text), offset)

    assert found.offset == offset
    assert found.line == before.count("\n") + 1
    assert found.column == len(line_before) + 1
    assert found.utf16_column == sum(2 if ord(character) > 0xFFFF else 1 for character in line_before) + 1
    assert found.byte == sum(1 + (ord(c) > 0x7F) + (ord(c) > 0x7FF) + (ord(c) > 0xFFFF) for c in before)


def test_one_finder_serves_many_texts() -> None:
    finder = Positions()
    one, two = SourceText("one", "😀\nx"), SourceText("two", "ab")

    assert finder.find(one, 2).byte == 5
    assert finder.find(two, 2).byte == 2
    assert finder.find(one, 3).column == 2


def test_places_outside_the_text_are_cut_to_it() -> None:
    start, end = Positions().find_ends(Span(SourceText("t", "ab\n"), 3, 99))

    assert (start.line, start.column, start.byte) == (2, 1, 3)
    assert end == start
