"""Pairs of small rulesets, and how the newer one stands to the older in each outcome."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import engagepolicy as ep
from engagepolicy.comparison.result import Direction, Relation
from engagepolicy.comparison.structure import find_edits

pytest.importorskip("z3", reason="the solver is not installed")

HEADER = 'ruleset acme {{ version "{version}" timezone {zone} }}\n'
WORLD = """
extend interaction {
  plan   : enum(basic, plus) optional
  score  : number default 0.5
  urgent : bool default false
  kinds  : set of enum(bill, card) default {}
}
outcome cost { type int merge lowest }
outcome cap  { type number merge highest default 1 }
calendar office { timezone America/New_York mon-fri 09:00-17:00 }
ladder care { tier frontline tier specialist tier counsel }
lexicon legal { "lawsuit", "attorney" }
lexicon threats { include legal "or else" }
segment many { when author.followers >= 10_000 }
"""


@dataclass(frozen=True)
class Pair:
    """What the older and the newer policy say; `world` and `later` are what stands before that; `changed` are the relations but equal."""

    name: str
    old: str
    new: str
    changed: dict[str, str]
    later: tuple[tuple[str, str], ...] = ()
    zone: str = "America/New_York"


def rules(*bodies: str) -> str:
    return "\n".join(f"rule r{number} {{ {body} }}" for number, body in enumerate(bodies))


PAIRS = (
    Pair("the same in another order", rules("severity low", "queue a"), "rule r1 { queue a }\nrule r0 { severity low }", {}),
    Pair("a rule that another covers", rules("severity high", "when many severity low"), rules("severity high"), {}),
    Pair("a condition turned twice", rules("when many queue a"), rules("when not (not many) queue a"), {}),
    Pair("bounds that say the same", rules("when author.followers > 4 queue a"), rules("when author.followers >= 5 queue a"), {}),
    Pair("a word spelled out", rules("when plan in (basic, plus) queue a"), rules("when known plan queue a"), {}),
    Pair("higher", rules("severity low"), rules("severity high"), {"severity": "stricter"}),
    Pair("lower", rules("severity high"), rules("severity low"), {"severity": "looser"}),
    Pair("a wider condition", rules("when many severity high"), rules("severity high"), {"severity": "stricter"}),
    Pair(
        "wider and lower",
        rules("when many severity high"),
        rules("when many severity normal", "when urgent severity critical"),
        {"severity": "mixed"},
    ),
    Pair("nothing any more", rules("severity low"), rules("queue a"), {"severity": "looser", "queue": "different"}),
    Pair("another queue", rules("queue a"), rules("queue b"), {"queue": "different"}),
    Pair("a tag more", rules("tag a"), rules("tag a, b"), {"tags": "stricter"}),
    Pair("a tag less", rules("tag a, b"), rules("tag b"), {"tags": "looser"}),
    Pair("another tag", rules("tag a"), rules("tag b"), {"tags": "mixed"}),
    Pair("a duty less", rules("require call_back, approval from counsel"), rules("require call_back"), {"requires": "looser"}),
    Pair("a lower number that is stricter", rules("cost 5"), rules("cost 3"), {"cost": "stricter"}),
    Pair("a higher number above a default", rules("cap 3"), rules("cap 2"), {"cap": "looser"}),
    Pair("sooner", rules("first response within 2h"), rules("first response within 1h"), {"first_response": "stricter"}),
    Pair(
        "open time for real time",
        rules("first response within 2h on office"),
        rules("first response within 2h"),
        {"first_response": "stricter"},
    ),
    Pair(
        "real time for open time",
        rules("first response within 2h"),
        rules("first response within 2h on office"),
        {"first_response": "looser"},
    ),
    Pair(
        "days for hours",
        rules("first response within 4h"),
        rules("first response within 2 business days on office"),
        {"first_response": "mixed"},
    ),
    Pair(
        "one of two",
        rules("first response within 4h first response within 1 day"),
        rules("first response within 4h"),
        {"first_response": "looser"},
    ),
    Pair("a longer wait", rules("resolution not before 2 days"), rules("resolution not before 3 days"), {"resolution": "stricter"}),
    Pair(
        "a later target for some",
        rules("first response within 1h"),
        rules("first response within 1h", "when many resolution within 2h"),
        {"resolution": "stricter"},
    ),
    Pair(
        "a word less",
        rules("when message mentions legal severity high"),
        rules("when message mentions legal severity high"),
        {"severity": "looser"},
        (('"lawsuit", ', ""),),
    ),
    Pair(
        "a word more",
        rules("when message mentions legal severity high"),
        rules("when message mentions legal severity high"),
        {"severity": "stricter"},
        (('"lawsuit", ', '"lawsuit", "sue*", '),),
    ),
    Pair(
        "a word more, included",
        rules("when message mentions threats severity high"),
        rules("when message mentions threats severity high"),
        {"severity": "stricter"},
        (('"lawsuit", ', '"lawsuit", "sue*", '),),
    ),
    Pair(
        "a word excluded",
        rules("when message mentions legal severity high"),
        rules("when message mentions legal severity high"),
        {"severity": "looser"},
        (('"attorney" }', '"attorney" exclude "attorney general" }'),),
    ),
    Pair(
        "words listed",
        rules('when message mentions "a", "b" severity high'),
        rules('when message mentions "a" severity high'),
        {"severity": "looser"},
    ),
    Pair(
        "a segment of fewer",
        rules("when many severity high"),
        rules("when many severity high"),
        {"severity": "looser", "many": "different"},
        (("10_000", "20_000"),),
    ),
    Pair(
        "a tier between",
        rules("escalate to specialist"),
        rules("escalate to specialist"),
        {},
        (("tier specialist", "tier desk tier specialist"),),
    ),
    Pair(
        "a tier between, and used",
        rules("escalate to specialist"),
        rules("escalate to desk"),
        {"tier": "looser"},
        (("tier specialist", "tier desk tier specialist"),),
    ),
    Pair(
        "tiers the other way round",
        rules("escalate to specialist"),
        rules("escalate to specialist"),
        {"tier": "different"},
        (("tier frontline tier specialist", "tier specialist tier frontline"),),
    ),
    Pair(
        "a word of a fact more",
        rules("when plan is basic queue a"),
        rules("when plan is not plus queue a"),
        {},
        (("enum(basic, plus)", "enum(basic, plus, gold)"),),
    ),
    Pair(
        "a member of a set more",
        rules("when kinds contains bill queue a"),
        rules("when kinds contains bill queue a"),
        {},
        (("enum(bill, card)", "enum(bill, card, loan)"),),
    ),
    Pair(
        "another default",
        rules("when score > 0.4 severity high"),
        rules("when score > 0.4 severity high"),
        {"severity": "looser"},
        (("default 0.5", "default 0.3"),),
    ),
    Pair(
        "a fact that became something else",
        rules("when score > 0.4 severity high"),
        rules('when score is "x" severity high'),
        {"severity": "undecided"},
        (("number default 0.5", 'string default "x"'),),
    ),
    Pair(
        "an outcome that is gone",
        rules("cost 5"),
        rules("queue a"),
        {"cost": "looser", "queue": "different"},
        (("outcome cost { type int merge lowest }", ""),),
    ),
    Pair(
        "a calendar that opens earlier",
        rules("first response within 1h on office"),
        rules("first response within 1h on office"),
        {"first_response": "mixed"},
        (("09:00-17:00", "08:00-17:00"),),
    ),
    Pair(
        "a calendar that is not asked",
        rules("first response within 1h"),
        rules("first response within 1h"),
        {},
        (("09:00-17:00", "08:00-17:00"),),
    ),
    Pair(
        "hours that a condition asks",
        rules("when received_at on office severity high"),
        rules("when received_at on office severity high"),
        {"severity": "different"},
        (("mon-fri 09:00-17:00", "always open"),),
    ),
    Pair("another zone, elapsed time", rules("first response within 1h"), rules("first response within 1h"), {}, zone="Europe/Berlin"),
    Pair(
        "another zone, calendar time",
        rules("first response within 1 day"),
        rules("first response within 1 day"),
        {"first_response": "mixed"},
        zone="Europe/Berlin",
    ),
    Pair(
        "another zone in a condition",
        rules("when received_at + 1 month < 2027-01-01 00:00 UTC queue a"),
        rules("when received_at + 1 month < 2027-01-01 00:00 UTC queue a"),
        {"queue": "undecided"},
        zone="Europe/Berlin",
    ),
    Pair("a window", rules("severity high"), rules("severity high in force until 2027-01-01"), {"severity": "looser"}),
    Pair("an exception", rules("severity high"), rules("severity high unless urgent"), {"severity": "looser"}),
    Pair("a conflict", rules("queue a"), rules("queue a", "when many queue b"), {"queue": "different"}),
    Pair(
        "an override",
        rules("queue a", "when many queue b overrides r0"),
        rules("queue a unless many", "when many queue b"),
        {"queue": "different"},
    ),
    Pair("unknown counts", rules("when many severity high"), rules("when many severity high if unknown apply"), {"severity": "stricter"}),
    Pair(
        "a later stage follows",
        rules("when many severity high", "when severity is high first response within 1h"),
        rules("when many severity low", "when severity is high first response within 1h"),
        {"severity": "looser", "first_response": "looser"},
    ),
)


def load_pair(pair: Pair) -> tuple[ep.Policy, ep.Policy]:
    later = WORLD
    for old, new in pair.later:
        assert old in later
        later = later.replace(old, new)
    headers = HEADER.format(version=1, zone="America/New_York"), HEADER.format(version=2, zone=pair.zone)
    return ep.loads(headers[0] + WORLD + pair.old), ep.loads(headers[1] + later + pair.new)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_changed_and_nothing_else(pair: Pair) -> None:
    old, new = load_pair(pair)
    comparison = ep.diff(old, new)
    found = {each.name: each.relation.value for each in comparison.decisions if each.relation is not Relation.EQUAL}
    assert found == pair.changed
    for each in comparison.decisions:
        for change in each.changes:
            assert change.old.written != change.new.written or each.note is not None, each.name


def test_one_word_in_a_long_list_is_found() -> None:
    words = ", ".join(f'"word{number}"' for number in range(200))
    rule = "rule r { when message mentions l severity low }"
    texts = [f'ruleset a {{ version "1" timezone UTC }}\nlexicon l {{ {words}{more} }}\n{rule}' for more in ("", ', "zebra"')]
    severity = ep.diff(ep.loads(texts[0]), ep.loads(texts[1])).find("severity")
    assert severity is not None
    assert severity.relation is Relation.STRICTER
    assert severity.changes[0].new_facts["message"] == "zebra"


def test_each_side_names_the_rules_that_gave_it() -> None:
    pair = Pair("", rules("when many severity low", "when urgent severity high"), rules("when many severity critical"), {})
    severity = ep.diff(*load_pair(pair)).find("severity")
    assert severity is not None
    by_direction = {change.direction: change for change in severity.changes}
    stricter, looser = by_direction[Direction.STRICTER], by_direction[Direction.LOOSER]
    assert (stricter.new.written, stricter.new.rules) == ("critical", ("r0",))
    assert (looser.old.written, looser.old.rules, looser.new.written, looser.new.rules) == ("high", ("r1",), "nothing", ())


CHECKED = 'constraint no_promise { on decision when many must requires contains "legal" else approve "Ask." }\n'


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        (CHECKED, CHECKED, "equal"),
        (CHECKED, CHECKED.replace("when many", ""), "stricter"),
        (CHECKED, CHECKED.replace("approve", "block"), "stricter"),
        (CHECKED, "", "looser"),
        ("", CHECKED, "stricter"),
        (CHECKED, CHECKED.replace("when many", "when urgent"), "mixed"),
    ],
)
def test_constraints_on_decisions_are_decided(old: str, new: str, relation: str) -> None:
    body = rules("when score > 0.9 tag legal")
    texts = [HEADER.format(version=1, zone="UTC") + WORLD + body + "\n" + each.replace("requires", "tags") for each in (old, new)]
    found = ep.diff(ep.loads(texts[0]), ep.loads(texts[1])).find("no_promise")
    assert found is not None
    assert found.relation.value == relation


DRAFTS = 'locked constraint told { on draft when relationship is employee must text mentions "we" else revise "Say who you are." }\n'


@pytest.mark.parametrize(
    ("new", "relation"),
    [
        (DRAFTS, "equal"),
        (DRAFTS.replace("told", "told_us"), "equal"),
        (DRAFTS.replace("when relationship is employee ", ""), "stricter"),
        (DRAFTS.replace("is employee", "in (employee, agency)"), "stricter"),
        (DRAFTS.replace("revise", "block"), "stricter"),
        (DRAFTS.replace('"we"', '"we", "our"'), "looser"),
        (DRAFTS.replace("revise", "note"), "looser"),
        (DRAFTS.replace("locked ", ""), "looser"),
        ("", "looser"),
        (DRAFTS.replace("is employee", "is agency"), "mixed"),
        (DRAFTS.replace("is employee", "in (employee, agency)").replace('"we"', '"we", "our"'), "mixed"),
    ],
)
def test_constraints_on_drafts_are_decided(new: str, relation: str) -> None:
    header = 'ruleset acme { version "1" timezone UTC }\n'
    found = ep.diff(ep.loads(header + DRAFTS), ep.loads(header + new)).find("told")
    assert found is not None
    assert found.relation.value == relation


VOCABULARY = """locked constraint open_tie {
  on draft when relationship is employee must disclosure.is_clear else revise "Say who pays you."
}
"""


def test_disclosures_that_are_worked_out_with_other_words_are_not_compared() -> None:
    header = 'ruleset acme { version "1" timezone UTC }\nuse us.ftc_labels\n'
    more = 'lexicon own_labels { "#bezahlt" }\nvocabulary own "Own" { countries US languages en accept labels own_labels }\n'
    old, new = ep.loads(header + VOCABULARY), ep.loads(header + VOCABULARY + more)
    found = ep.diff(old, new).find("open_tie")
    assert found is not None
    assert found.relation is Relation.UNDECIDED
    assert found.undecided[0][1] == "the two work out with different words what a draft discloses"
    assert {each.relation for each in ep.diff(old, old).drafts} == {Relation.EQUAL}


def test_dates_in_another_zone_are_not_compared() -> None:
    dated = DRAFTS.replace("else revise", "in force until 2027-01-01 else revise")
    texts = [f'ruleset acme {{ version "1" timezone {zone} }}\n{dated}' for zone in ("UTC", "Asia/Tokyo")]
    found = ep.diff(ep.loads(texts[0]), ep.loads(texts[1])).find("told")
    assert found is not None
    assert found.relation is Relation.UNDECIDED
    plain = [text.replace("in force until 2027-01-01 ", "") for text in texts]
    assert {each.relation for each in ep.diff(ep.loads(plain[0]), ep.loads(plain[1])).drafts} == {Relation.EQUAL}


CHART = "first of chart {{ {rows} }}\n"
ROWS = ["rule a { when urgent queue a }", "rule b { when many queue b }", "rule c { queue c }"]


@pytest.mark.parametrize(
    ("rows", "edits"),
    [
        ([ROWS[0], ROWS[2]], [("removed", "b", ())]),
        ([ROWS[0], "rule n { when score > 1 queue n }", *ROWS[1:]], [("added", "n", ())]),
        ([ROWS[1], ROWS[0], ROWS[2]], [("changed", "a", ("asked later than before",)), ("changed", "b", ("asked earlier than before",))]),
    ],
)
def test_a_row_is_edited_where_it_is_asked_in_another_order(rows: list[str], edits: list[tuple[str, str, tuple[str, ...]]]) -> None:
    head = HEADER.format(version="1", zone="UTC") + WORLD
    old, new = (ep.loads(head + CHART.format(rows="\n".join(each))) for each in (ROWS, rows))
    assert [(each.fate, each.name, each.details) for each in find_edits(old.program, new.program)] == edits
