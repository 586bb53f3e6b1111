"""Masks: which parts of a text are not the author's own running words."""

import time

import pytest

from engagepolicy.matching import MaskKind, mask_spans, prepare


def masked(text: str, *kinds: MaskKind) -> list[str]:
    return [text[start:end] for start, end in mask_spans(text, frozenset(kinds))]


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        (MaskKind.URLS, "see https://x.com/a?utm=ad#ad.", ["https://x.com/a?utm=ad#ad"]),
        (MaskKind.URLS, "(http://x.com/a_(b)), WWW.X.com!", ["http://x.com/a_(b)", "WWW.X.com"]),
        (MaskKind.URLS, "acme.com/ad x.de/ad acme.org", ["acme.com/ad", "x.de/ad", "acme.org"]),
        (MaskKind.URLS, "please.It was late. e.g. 3.5 node.js", []),
        (MaskKind.URLS, "詳細はhttps://x.jp/aをご覧", ["https://x.jp/a"]),
        (MaskKind.URLS, "詳細は https://x.jp/aをご覧", ["https://x.jp/a"]),
        (MaskKind.URLS, "joe@acme.com", []),
        (MaskKind.EMAILS, "mail joe.b+x@acme.co.uk. @acme a@b", ["joe.b+x@acme.co.uk"]),
        (MaskKind.HANDLES, "@acme, joe@acme.com ＠acme", ["@acme", "＠acme"]),
        (MaskKind.HASHTAGS, "#ad x#y #1 #広告", ["#ad", "#広告"]),
        (
            MaskKind.QUOTES,
            'he "said so" and “this” «là» „da“ »ja« 「はい」',
            ['"said so"', "“this”", "«là»", "„da“", "»ja«", "「はい」"],
        ),
        (MaskKind.QUOTES, 'a 6" and 7" screen', []),
        (MaskKind.QUOTES, 'open "quote\n\nand "another" one', ['"another"']),
        (MaskKind.QUOTES, "open “quote", []),
        (MaskKind.QUOTES, '"', []),
        (MaskKind.QUOTES, "> quoted\nmine\n  > > more", ["> quoted", "  > > more"]),
        (MaskKind.QUOTES, "5 > 3", []),
        (MaskKind.RETWEETS, "RT @who: all\nof it", ["RT @who: all\nof it"]),
        (MaskKind.RETWEETS, "look RT @who: this\nmine", ["RT @who: this"]),
        (MaskKind.RETWEETS, "via @who START @who rt", []),
        (MaskKind.CODE, "use `#ad` or ``a ` b`` ```\nx\n\ny\n``` `open", ["`#ad`", "``a ` b``", "```\nx\n\ny\n```"]),
        (MaskKind.CODE, "`a\n\nb`", []),
        (MaskKind.HTML, "a <b>c</b> <!-- #ad --> 1 < 2 <br/>", ["<b>", "</b>", "<!-- #ad -->", "<br/>"]),
        (MaskKind.HTML, "<script>ad</script>x <style>y", ["<script>ad</script>", "<style>"]),
        (MaskKind.HTML, "<!-- open", []),
    ],
)
def test_a_kind_covers(kind: MaskKind, text: str, parts: list[str]) -> None:
    assert masked(text, kind) == parts


def test_spans_of_several_kinds_are_joined_and_in_order() -> None:
    text = '"see https://x.com/a" #ad'
    spans = mask_spans(text, frozenset({MaskKind.HASHTAGS, MaskKind.URLS, MaskKind.QUOTES}))
    assert [text[start:end] for start, end in spans] == ['"see https://x.com/a"', "#ad"]


def test_no_kind_covers_nothing() -> None:
    assert mask_spans(prepare('"x"'), frozenset()) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        '"',
        "@",
        "a@a.",
        "a.",
        "www.",
        "http://",
        "`",
        "`` `",
        "<",
        "<a",
        "<!--",
        "<script>",
        "“",
        "\n",
        "\n ",
        "RT @a ",
        ")",
        "-",
        "#a",
        "x.com/",
    ],
)
def test_hostile_shapes_take_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    for text in (piece * (150_000 // len(piece)), "http://" + piece * (150_000 // len(piece)) + "!"):
        mask_spans(text, frozenset(MaskKind))
    assert time.perf_counter() - begun < 30
