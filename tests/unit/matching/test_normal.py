"""The normal form: what becomes the same, what does not, and where each character came from."""

import time

import pytest

from engagepolicy.matching import normalise
from engagepolicy.matching.lookalikes import CLOSE, DRAWN, LOOSE


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        ("Refund NOW", "refund now"),
        ("Ｒｅｆｕｎｄ", "refund"),
        ("Straße", "strasse"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
        ("İSTANBUL ışık", "istanbul işik"),
        ("CAFE\u0301", "café"),
        ("e\u200b\u0301", "é"),
        ("ﬁre", "fire"),
        ("ｶﾞ", "ガ"),
        ("\u1112\u1161\u11ab", "한"),
        ("don’t “go” «là»", 'don\'t "go" "là"'),
        ("non\u2011stop", "non-stop"),
        ("re\u00adfund\u200b\u2060\ufeff", "refund"),
        ("❤\ufe0f", "❤"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("a\u200db", "ab"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("x\U000e0067y", "xy"),
        ("Acme™ 1½", "acme™ 1½"),
        ("𝗮𝗱 Ⓐ🅓", "ad ad"),
        ("s\u0336u\u0336e\u0336", "sue"),
        ("≠", "≠"),
        ("a\ud800b", "a\ufffdb"),
        ("ʀᴇꜰᴜɴᴅ", "refund"),
        ("аttоrney", "attorney"),
        ("see you in сoυrt", "see you in court"),
        ("please рау me", "please pay me"),
        ("Привет, сор и хор", "привет, сор и хор"),
        ("рост нам мама кот", "рост нам мама кот"),
        ("οδός και νόμος", "οδόσ και νόμοσ"),
        ("Мы любим iPhone, сор", "мы любим iphone, сор"),
        ("pа\u0301y xа", "pа\u0301y xa"),
        ("5 µm, kΩ", "5 μm, kω"),
        ("これはАppleです", "これはappleです"),
    ],
)
def test_the_normal_form_of(text: str, normal: str) -> None:
    assert normalise(text).text == normal


@pytest.mark.parametrize(
    ("text", "part", "original"),
    [
        ("a ß b", "ss", "ß"),
        ("x CAFE\u0301 y", "café", "CAFE\u0301"),
        ("\u200ba\u200bd\u200b", "ad", "a\u200bd"),
        ("I ❤\ufe0f it", "❤", "❤\ufe0f"),
        ("😀 𝗮𝗱 x", "ad", "𝗮𝗱"),
        ("a\u200b\u0301b", "á", "a\u200b\u0301"),
    ],
)
def test_a_part_of_the_normal_form_leads_back_to_the_original(text: str, part: str, original: str) -> None:
    normal = normalise(text)
    at = normal.text.index(part)
    start, end = normal.span(at, at + len(part))
    assert text[start:end] == original


@pytest.mark.parametrize(
    ("text", "is_obfuscated"),
    [
        ("ad", False),
        ("ＡＤ", False),
        ("аd", True),
        ("𝗮𝗱", True),
        ("a\u200bd", True),
        ("a\u00add", True),
        ("a\ufe0fd", True),
        ("a\u0336d", True),
        ("\u202ead\u202c", True),
        ("\u200bad\u200b", False),
        ("#\u200bad", True),
        ("❤\ufe0f❤\ufe0f", False),
        ("👩\u200d💻", False),
        ("small \u200bclaims", False),
        ("می\u200cخواهم", False),
        ("ไทย\u200bไทย", False),
        ("أ\u200fب", False),
        ("漢\U000e0100字", False),
    ],
)
def test_disguise_is_recognised(text: str, is_obfuscated: bool) -> None:
    normal = normalise(text)
    assert normal.is_obfuscated(0, len(normal.text)) is is_obfuscated


def test_a_direction_override_ends_with_its_line() -> None:
    normal = normalise("\u202eab\ncd")
    assert normal.is_obfuscated(0, 2)
    assert not normal.is_obfuscated(3, 5)


def test_close_lookalikes_are_the_same_letter_in_both_cases() -> None:
    for letter, latin in CLOSE.items():
        assert CLOSE.get(letter.lower(), latin) == latin
        assert CLOSE.get(letter.upper(), latin) == latin


def test_a_letter_is_in_one_table_of_lookalikes_only() -> None:
    tables = (DRAWN.keys(), CLOSE.keys(), LOOSE.keys())
    assert sum(map(len, tables)) == len(set().union(*tables))
    assert all(len(latin) == 1 and latin == latin.lower() for table in (DRAWN, CLOSE, LOOSE) for latin in table.values())


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "\u200b" * 1_000_000,
        "a" + "\u0301\u0316" * 500_000,
        "\u200d👩" * 300_000,
        "ß" * 500_000,
        "аb " * 300_000,
        "\u202e" * 500_000 + "a",
    ],
    ids=["plain", "hidden", "marks", "joiners", "growing", "mixed words", "overrides"],
)
def test_hostile_shapes_take_a_moment(text: str) -> None:
    begun = time.perf_counter()
    normal = normalise(text)
    assert time.perf_counter() - begun < 20
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
