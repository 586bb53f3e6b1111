"""Faults put into a small ruleset of constraints one at a time: each is found, and its twin that is none is not.

Each case is a change of the clean ruleset, and the messages that it gives.
"""

from __future__ import annotations

import pytest

from engagepolicy.policy.loading import compile_text

pytest.importorskip("z3", reason="the solver is not installed")
from engagepolicy.report.proofs import prove

CLEAN = """
ruleset acme.care "Acme: what goes out" {
  timezone  Europe/London
  countries GB
}

lexicon labels { "ad", "sponsored" }
lexicon swearing { "damn", "heck" }

vocabulary words {
  countries GB
  languages en
  accept labels labels
}

folds feeds { instagram_post 100 characters }

define tied {
  on   draft
  when relationship not in (none, customer, brand)
}

locked constraint tie "Ties are disclosed" {
  on     draft
  when   tied
  must   disclosure.is_clear
  else   revise "Say how you are tied to us."
  pillar relationship
  fix    insert "Ad: {brand} asked me. " at start
}

locked constraint opinion "The author means it" {
  on     draft
  must   holds_opinion
  else   block "Say what you think."
  pillar opinion
}

locked constraint identity "Authors are who they say" {
  on     draft
  must   persona.is_true
  else   block "Speak as yourself."
  pillar identity
}

constraint polite "Nobody swears" {
  on    draft
  never text mentions swearing
  else  revise "Say it politely."
  fix   replace matches with "..."
}

constraint refunds "Refunds are explained" {
  on   draft
  when purpose is reply and sector is "shop"
  must text mentions "refund"
  else revise "Tell them of the refund."
  fix  insert "Ask us for a refund." at end
}

constraint calm "A critical case is never only thanked" {
  on    decision
  when  severity is critical
  never suggest contains "Thank them."
  else  block "Somebody has to call."
}

rule safety {
  when     message mentions "burned"
  severity critical
  suggest  "Ask for the serial number."
}

rule praise {
  when    sentiment > 0.5
  suggest "Thank them."
}

prove "a tie is always asked about" {
  for  draft
  when relationship is employee
  then constraint tie applies
}

prove "swearing never goes out" {
  for  draft
  when text mentions swearing
  then verdict at least revise
}

purpose "paid posts are possible" {
  for  draft
  when relationship is paid_creator
  then verdict is allow
}
"""
POLITE_TWICE = """constraint polite_replies "Nobody swears in replies" {
  on    draft
  when  purpose is reply
  never text mentions swearing
  else  %s "Say it politely."
}

rule praise"""
NO_REFUNDS = """constraint no_refunds "No refunds for gifts" {
  on    draft
  when  compensation contains free_product
  never text mentions %s
  else  block "There is none."
}

rule praise"""
CASES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "nothing": ("", "", ()),
    "condition that excludes itself": ("sector is \"shop\"", "purpose is sell", ("EP1114",)),
    "condition that narrows": ("sector is \"shop\"", "channel is x_reply", ()),
    "duty that always holds": ("must text mentions \"refund\"", "must purpose is reply", ("EP1114",)),
    "duty that contradicts the condition": ("must text mentions \"refund\"", "must purpose is sell", ("EP1115",)),
    "duty that is meant to fail": ("must text mentions \"refund\"", "never true", ()),
    "decision that never comes": ("suggest contains \"Thank them.\"", "suggest contains \"Shout.\"", ("EP1114",)),
    "the same again, milder": ("rule praise", POLITE_TWICE % "approve", ("EP1116",)),
    "the same again, stricter": ("rule praise", POLITE_TWICE % "block", ()),
    "must and never of one word": ("rule praise", NO_REFUNDS % "\"refund\"", ("EP1117", "EP1118")),
    "never of another word": ("rule praise", NO_REFUNDS % "\"voucher\"", ()),
    "fix that swears": ("Ask us for a refund.", "Ask us for a damn refund.", ("EP1118",)),
    "fix with a word that only looks so": ("Ask us for a refund.", "Ask us for a refund of the dam.", ()),
    "disclosure too long for the fold": ("asked me. ", "asked me to " + "write and " * 9 + "say this. ", ("EP1119",)),
    "country nobody wrote words for": ("countries GB\n}", "countries GB, NZ\n}", ("EP1120",)),
    "country that a vocabulary has": ("countries GB\n  lang", "countries GB, NZ\n  lang", ()),
    "pillar that is not locked": ("locked constraint opinion", "constraint opinion", ("EP1120",)),
    "pillar of another country": ("must   holds_opinion", "must   holds_opinion or audience.countries contains \"GB\"", ("EP1120",)),
    "author left out": ("not in (none,", "not in (agency, none,", ("EP1121",)),
    "account left out": ("must   persona.is_true", "must   persona.is_true or author.account is bot", ("EP1121",)),
    "tie that is waved through": ("  when   tied", "  when   tied\n  unless scripted", ("EP1106",)),
    "verdict that is too mild": ("else  revise \"Say it politely.\"", "else  approve \"Say it politely.\"", ("EP1106",)),
    "way that is closed": ("must   persona.is_true", "must   persona.is_true and relationship is not paid_creator", ("EP1107",)),
    "promise about nobody": ("when relationship is employee\n", "when relationship is employee and not tied\n", ("EP1108",)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_and_its_twin_is_not(name: str) -> None:
    old, new, expected = CASES[name]
    assert not old or old in CLEAN
    compiled = compile_text(CLEAN.replace(old, new, 1))
    assert compiled.program is not None, [each.message for each in compiled.diagnostics]
    found = prove(compiled).diagnostics
    assert sorted({each.code for each in found}) == sorted(expected), [each.message for each in found]
