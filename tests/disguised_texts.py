"""Texts made of terms and of what stands near them: disguised, joined otherwise, quoted, run into letters that are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

LOOKALIKES = {"a": "а", "o": "о", "c": "с", "e": "е", "s": "ѕ", "d": "ԁ", "t": "т", "n": "ո", "i": "і", "k": "к", "r": "г"}
HIDDEN = ("\u200b", "\u00ad", "\u0336", "\u202e", "\u2060", "\ufe0f", "\u0301")
AROUND = ("", "", "", "🅐", "ᴀ", "ո", "n't", "'t", "s", "3.", ".5", "@", "#", "\u20e3", " latin words to tip the scale", " ", " 🅐")
JOINTS = (" ", " ", " ", "-", "/", "'", '"', ",", ".", ". ", "", "  ", "_", "#", "\n", "\u200b", "🅐", "`")
ODD = ("℀", "㏂", "⒜", "ﬁ", "½", "…", "㋿", "isո't", "`", '"', "RT @a ", "https://sue.com/refund", "<b cat>", "sue@cat.com", "#can't")
WRAPS = ('"{}"', "#{}", "`{}`", "<{}>", "@{}", "“{}”")


def disguise(random: Random, word: str) -> str:
    """Return the word as somebody writes it who does not want it found, or as it is."""
    match random.randrange(8):
        case 0:
            return "".join(LOOKALIKES.get(char, char) if random.random() < 0.5 else char for char in word)
        case 1:
            return word.upper()
        case 2:
            return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" and random.random() < 0.5 else char for char in word)
        case 3:
            place = random.randrange(len(word) + 1)
            return word[:place] + random.choice(HIDDEN) + word[place:]
        case _:
            return word


def write_near(random: Random, term: str) -> str:
    """Return the term, or something much like it, with something around it."""
    words = [disguise(random, word) for word in term.removesuffix("*").split(" ")]
    text = words[0]
    for word in words[1:]:
        text += random.choice(JOINTS) + word
    if random.random() < 0.2:
        text = random.choice(WRAPS).format(text)
    return random.choice(AROUND) + text + random.choice(AROUND)


def write_text(random: Random, terms: Sequence[str]) -> str:
    """Return a text of some of the terms, disguised, and of odd pieces."""
    text = ""
    for _ in range(random.randrange(1, 5)):
        piece = write_near(random, random.choice(terms)) if random.random() < 0.75 else random.choice(ODD)
        text += random.choice(JOINTS) + piece if text else piece
    return text
