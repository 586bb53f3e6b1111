"""How texts are cut into words, as seen through one-term lexicons."""

import pytest

from engagepolicy.matching import Match, compile_lexicon, prepare


def found(term: str, text: str) -> list[str]:
    return [text[match.start : match.end] for match in compile_lexicon([term]).find(prepare(text))]


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("refund", "Refund! refunds prerefund REFUND.", ["Refund", "REFUND"]),
        ("refund", "see #refund and #refunds", ["refund"]),
        ("refund", "_refund_ my_refund", ["refund", "refund"]),
        ("#ad", "#ad #AD #adidas #adventure ad x#ad #ad_x /#ad &#ad", ["#ad", "#AD"]),
        ("#ad", "＃ａｄ ok", ["＃ａｄ"]),
        ("#広告", "#広告 #広告です 広告", ["#広告"]),
        ("@acme", "@acme @Acme. .@acme @acme_uk @acme-uk @acme.uk joe@acme.com acme", ["@acme", "@Acme", "@acme"]),
        ("@acme", "@acmeさん", ["@acme"]),
        ("acme", "@acme @user@acme.social Acme's acme", ["Acme", "acme"]),
        ("@joe@example.social", "hi @joe@example.social!", ["@joe@example.social"]),
        ("don't", "I don’t, DON'T, dont", ["don’t", "DON'T"]),
        ("won", "I won't but won", ["won"]),
        ("avocat", "c'est l'avocat", ["avocat"]),
        ("e-mail", "e-mail e mail email", ["e-mail", "e mail"]),
        ("sign up", "sign-up sign up signup sign\nup sign_up", ["sign-up", "sign up", "sign\nup", "sign_up"]),
        ("3.5", "3.5 13.5 3.51 3 5", ["3.5"]),
        ("1,000", "1,000 1,0000", ["1,000"]),
        ("24/7", "open 24/7 now", ["24/7"]),
        ("covid19", "covid19 covid 19", ["covid19"]),
        ("$5", "$5 $50 $ 5", ["$5", "$ 5"]),
        ("€", "50€", ["€"]),
        ("at&t", "AT&T, at t", ["AT&T"]),
        ("c++", "C++ c", ["C++"]),
        ("返金", "すぐに返金してください、返 金", ["返金"]),
        ("返金", "今日返\u200b金", ["返\u200b金"]),
        ("ガ", "ｶﾞ カ", ["ｶﾞ"]),
        ("ข้าว", "กินข้าวแล้ว", ["ข้าว"]),
        ("ข", "ข้าว ข", ["ข"]),
        ("น้ำ", "ดื่มน้ำเย็น", ["น้ำ"]),
        ("sns投稿", "これはSNS投稿です", ["SNS投稿"]),
        ("환불", "환불해 주세요 미환불 환불", ["환불해", "환불"]),
        ("환불 요청", "환불 요청을 합니다", ["환불 요청을"]),
        ("apple", "apple은 좋다 appleは", ["apple", "apple"]),
        ("हिन्दी", "मैं हिन्दी बोलता", ["हिन्दी"]),
        ("שלום", "שלום, עולם", ["שלום"]),
        ("إعلان", "هذا إعلان مدفوع", ["إعلان"]),
        ("адвокат", "Мой Адвокат придёт", ["Адвокат"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("❤", "❤\ufe0f ❤ 🖤", ["❤\ufe0f", "❤"]),
        ("❤\ufe0f", "❤", ["❤"]),
        ("👍", "👍 👍🏽👍🏿", ["👍", "👍🏽", "👍🏿"]),
        ("👍🏽", "👍 👍🏽 👍🏿", ["👍🏽"]),
        ("1\ufe0f\u20e3", "1 1\ufe0f\u20e3 1\u20e3", ["1\ufe0f\u20e3", "1\u20e3"]),
        ("🇩🇪", "🇺🇸🇩🇪 🇪🇸", ["🇩🇪"]),
        ("👩", "👩\u200d💻 👩", ["👩"]),
        ("👩\u200d💻", "👩🏽\u200d💻 👩💻", ["👩🏽\u200d💻"]),
        ("love ❤", "love ❤\ufe0f", ["love ❤\ufe0f"]),
        ("col·lecció", "Col·lecció collecció", ["Col·lecció"]),
    ],
)
def test_a_term_is_found_in(term: str, text: str, hits: list[str]) -> None:
    assert found(term, text) == hits


def test_a_term_that_needs_other_letters_is_found_when_the_text_reads_like_latin() -> None:
    matcher = compile_lexicon(["сор", "cop"])
    text = prepare("plain words here, сор")
    assert matcher.find(text) == (Match(18, 21, "cop", obfuscated=True), Match(18, 21, "сор"))


@pytest.mark.parametrize(
    ("text", "holds"),
    [("small claims", True), ("small,\n claims", True), ("small. Claims", False), ("small (claims)", False),
     ("“small” claims", True), ("small   #claims", True), ("small -- claims", True), ("small ! claims", False)],
)  # fmt: skip
def test_a_phrase_runs_over_white_space_and_single_joiners(text: str, holds: bool) -> None:
    assert compile_lexicon(["small claims"]).matches(prepare(text)) is holds
