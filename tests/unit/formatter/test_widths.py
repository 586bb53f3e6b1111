"""How wide texts are on a screen."""

from __future__ import annotations

import pytest

from engagepolicy.formatter.widths import display_width, pad


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("care", 4),
        ("怒り", 4),
        ("e\u0301", 1),
        ("⚖️", 2),
        ("😀", 2),
        ("👍🏽", 2),
        ("👩\u200d🚒", 2),
        ("ｱ", 1),
        ("é", 1),
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_pad_never_shortens() -> None:
    assert pad("怒り", 6) == "怒り  "
    assert pad("care", 2) == "care"
