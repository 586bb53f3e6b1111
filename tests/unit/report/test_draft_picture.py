"""The picture of a draft: its lines lose nothing and let nothing through that a terminal would obey."""

from __future__ import annotations

from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from engagepolicy.report.draft_picture import wrap


@given(text=st.text(max_size=300), width=st.integers(20, 90))
def test_wrapped_lines_lose_nothing_but_white_space_and_are_safe(text: str, width: int) -> None:
    lines = wrap(text, width)
    in_one = "".join(wrap(text, 100_000))

    assert "".join("".join(lines).split()) == "".join(in_one.split())
    assert not any(category(character) in ("Cc", "Zl", "Zp", "Cs") for line in lines for character in line)


@given(text=st.text(alphabet="ab 皮\u0301", max_size=300), width=st.integers(20, 90))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    columns = {"皮": 2, "\u0301": 0}

    assert all(sum(columns.get(character, 1) for character in line) <= width for line in wrap(text, width))
