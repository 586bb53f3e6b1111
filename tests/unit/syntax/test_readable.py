"""What can be read, and as what: snippets beside the outline of their tree."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from engagepolicy.source import SourceText, Span
from engagepolicy.syntax.nodes import Declaration, ParsedRuleset
from engagepolicy.syntax.parser import parse_ruleset


def parse(text: str) -> ParsedRuleset:
    parsed, problems = parse_ruleset(SourceText("t.engage", text))
    assert [(problem.code, problem.message) for problem in problems] == []
    return parsed


def only(text: str) -> Declaration:
    (declaration,) = parse(text).declarations
    return declaration


def outline(node: object) -> str:
    """The tree without places: `Name(part part)`; words, paths and literals by what they say."""
    if isinstance(node, tuple):
        return "[" + " ".join(outline(item) for item in node if not isinstance(item, Span)) + "]"
    if not is_dataclass(node) or isinstance(node, type):
        return str(node)
    parts = [getattr(node, item.name) for item in fields(node) if item.name != "span"]
    name = type(node).__name__
    match name:
        case "Word" | "Number" | "Flag" | "Day":
            return str(parts[0])
        case "Path":
            return ".".join(parts[0])
        case "Text":
            return f'"{parts[0]}"'
        case "Pattern":
            return f"/{parts[0]}/"
        case "Duration":
            return f"{parts[0]}s"
        case "Days":
            return f"{parts[0]}{parts[1]}"
        case "Moment":
            return f"{parts[0].isoformat()}@{parts[1]}" if parts[1] else str(parts[0].isoformat())
    return f"{name}({' '.join(outline(part) for part in parts)})"


CONDITIONS = [
    ("a.b is press", "Compare(a.b is press)"),
    ("a is not b", "Compare(a is not b)"),
    ("a >= 10_000", "Compare(a >= 10000)"),
    ("a and b and c", "Both([a b c])"),
    ("a and (b and c)", "Both([a b c])"),
    ("a or b and not c", "Either([a Both([b Negation(c)])])"),
    ("(a or b) and c", "Both([Either([a b]) c])"),
    ("not not a", "Negation(Negation(a))"),
    ("a in (b, 1..5, 7.., ..-2)", "Membership(a [b Interval(1 5) Interval(7 None) Interval(None -2)] False)"),
    ("a not in (b, c)", "Membership(a [b c] True)"),
    ("a in 1..5", "Membership(a [Interval(1 5)] False)"),
    ("a between 1 and b + 2", "Membership(a [Interval(1 Arithmetic(b + 2))] False)"),
    ("m mentions lex", "TextTest(m mentions [lex] [])"),
    ('m mentions lex, "x", /y/ outside urls, quotes', 'TextTest(m mentions [lex "x" /y/] [[urls] [quotes]])'),
    ('m starts with "RT"', 'TextTest(m starts with ["RT"] [])'),
    ('m ends with "?"', 'TextTest(m ends with ["?"] [])'),
    (r"m matches /a\/b\s/", r"TextTest(m matches [/a/b\s/] [])"),
    ('t contains "x"', 'Contains(t any ["x"])'),
    ('t contains all of "x", y', 'Contains(t all ["x" y])'),
    ('t contains none of "x"', 'Contains(t none ["x"])'),
    ("received_at + 1h on office", "OnCalendar(Arithmetic(received_at + 3600s) office)"),
    ("known a.b", "Known(a.b)"),
    ("during sale", "During(sale)"),
    ("a or else 0 > 5", "Compare(Fallback(a 0) > 5)"),
    ("a or else low is b", "Compare(Fallback(a low) is b)"),
    ("a or else 0 or b", "Either([Fallback(a 0) b])"),
    ("event_on + 45 days < postmarked_on", "Compare(Arithmetic(event_on + 45day) < postmarked_on)"),
    ("a - b - c > -0.5", "Compare(Arithmetic(Arithmetic(a - b) - c) > -0.5)"),
    ("2 * a + 1 > - a", "Compare(Arithmetic(Arithmetic(2 * a) + 1) > Minus(a))"),
    ("any s in strikes where (s.open and s.n > 1)", "Quantified(any s strikes Both([s.open Compare(s.n > 1)]))"),
    ("count s in strikes >= 3", "Compare(Quantified(count s strikes True) >= 3)"),
    ("a is true or b is false", "Either([Compare(a is True) Compare(b is False)])"),
    ("d is 2026-11-20", "Compare(d is 2026-11-20)"),
    ("d < 2026-11-20 19:50 Europe/Berlin", "Compare(d < 2026-11-20T19:50:00@Europe/Berlin)"),
    ("d < 2026-11-20 9:50:30", "Compare(d < 2026-11-20T09:50:30)"),
    ("d < 2026-11-20T19:50:00+01:00", "Compare(d < 2026-11-20T19:50:00+01:00)"),
    ("d is 2026-11-20 19:50 UTC", "Compare(d is 2026-11-20T19:50:00@UTC)"),
    ("source is rule and type is kind", "Both([Compare(source is rule) Compare(type is kind)])"),
    ("a is none", "Compare(a is none)"),
    ("first response is x", "Compare(first_response is x)"),
    ("wait > 30 minutes", "Compare(wait > 1800s)"),
]


@pytest.mark.parametrize(("text", "wanted"), CONDITIONS)
def test_conditions(text: str, wanted: str) -> None:
    assert outline(only(f"define d {{ when {text} }}").when) == wanted  # type: ignore[union-attr]


def test_escapes_are_undone() -> None:
    found = only(r'lexicon l { "\u{1F600}\n\t\"\\" }')
    assert found.items[0].value.value == '😀\n\t"\\'  # type: ignore[union-attr]


AMOUNTS = [
    ("within 4h", "ElapsedAmount(14400s None)"),
    ("within 1h30m on office", "ElapsedAmount(5400s office)"),
    ("within 2 business days on office", "BusinessDaysAmount(2 office)"),
    ("within 3 days", "DaysAmount(3day)"),
    ("within by 17:00", "ByAmount(17:00:00 None)"),
    ("within end of day on office", "EndOfDayAmount(office)"),
    ("within earlier of 1h, later of 2h, promptly", "ChoiceAmount(earlier [ElapsedAmount(3600s None) ChoiceAmount(later"
     " [ElapsedAmount(7200s None) WordAmount(promptly)])])"),
    ("promptly", "WordAmount(promptly)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), AMOUNTS)
def test_amounts(text: str, wanted: str) -> None:
    rule = only(f"rule r {{ first response {text} }}")
    assert outline(rule.effects) == f"[TargetEffect(first_response {wanted})]"  # type: ignore[union-attr]


ABOUT = "About(None None None [])"
DECLARATIONS = [
    ("use womma.honesty", "Use(womma.honesty)"),
    ('use "common/tiers.engage"', 'Use("common/tiers.engage")'),
    (
        'ruleset acme.care "A" { version "1" timezone America/New_York unquantified soon, ideally soon means 2h'
        ' every interaction has severity, first response because "b" }',
        'Header(acme.care "A" "1" America/New_York [WordMeaning(soon None) WordMeaning(ideally None)'
        ' WordMeaning(soon ElapsedAmount(7200s None))] [severity first_response] [] About("b" None None []))',
    ),
    (
        'extend interaction { a.b : enum(x, y) optional private "w" c : set of string default {} d : enum(l < m) default m }',
        'Extend(interaction False False [FieldDeclaration(a.b TypeName(enum None [x y] False None) True True False False None None "w")'
        " FieldDeclaration(c TypeName(set None [] False TypeName(simple string [] False None)) False False"
        " False False None Collection([]) None)"
        " FieldDeclaration(d TypeName(enum None [l m] True None) False False False False None m None)])",
    ),
    ("record s { rule : string  type : t }", "Extend(s True False [FieldDeclaration(rule TypeName(simple string [] False None) False"
     " False False False None None None) FieldDeclaration(type TypeName(simple t [] False None) False False False False None"
     " None None)])"),
    ('outcome o { type tier merge most restrictive default -1 on conflict "t" written tag }',
     'Outcome(o None TypeName(simple tier [] False None) most_restrictive -1 "t" tag)'),
    ('segment s "who" { when a unless b unless c }', f'NamedCondition(segment s "who" None a [b c] {ABOUT})'),
    ("define d { on draft when a }", f"NamedCondition(define d None draft a [] {ABOUT})"),
    (
        'record s open { a : bool computed loose named "true" }',
        "Extend(s True True [FieldDeclaration(a TypeName(simple bool [] False None) False False True True \"true\" None None)])",
    ),
    (
        'locked constraint c "C" { on draft when a unless b must d never e else approve by t "r" pillar p'
        ' fix insert "i" at end fix remove matches fix replace matches with "w" fix ask f, g.h overrides o because "b" }',
        'Constraint(c "C" draft a [b] [Duty(must d) Duty(never e)] Breach(approve t "r") p'
        ' [Insertion("i" end) Removal() Replacement("w") Question([f g.h])] [o] True About("b" None None []))',
    ),
    (
        'exclusion e "E" { require a, approval from b escalate to t because "b" }',
        'Exclusion(e "E" [Effect(require [a ApprovalFrom(approval b)]) Effect(tier [t])] About("b" None None []))',
    ),
    (
        'prove "p" { for interaction when a unless b then c then resolution within 2h then d not before 3 days then rule r applies'
        ' then rule t[2] applies then no conflict then no conflict on q because "b" }',
        'Promise(prove "p" interaction a [b] [c PromisedTarget(resolution ElapsedAmount(7200s None))'
        " PromisedTarget(d NotBeforeAmount(DaysAmount(3day))) PromisedRule(r None) PromisedRule(t 2) NoConflict(None) NoConflict(q)]"
        ' About("b" None None []))',
    ),
    ('purpose "p" { then tier >= a }', f'Promise(purpose "p" None None [] [Compare(tier >= a)] {ABOUT})'),
    (
        'test "t" { given draft { text "m" } expect suggested text "s", verdict block }',
        'Test("t" Given(draft [GivenFact(text "m")]) [] [ExpectText("s") ExpectOutcome(verdict [block])] [] About(None None None []))',
    ),
    (
        'lexicon l "w" outside quotes { source "s" "a", /b/ include c exclude "d", "e ... {c}" within 4 words "f" in force from 2010-02-01'
        ' source "g" }',
        'Lexicon(l "w" [[quotes]] [Term("a" False None None None) Term(/b/ False None None None) Include(c) Term("d" True None None None)'
        ' Term("e ... {c}" True None None 4) Term("f" False Window(2010-02-01 None) "g" None)] About(None "s" None []))',
    ),
    (
        'calendar c { timezone UTC fri-sun, tue 8:00-12:00, 13:00-24:00 from sun 15:00 to fri 17:00 always open'
        ' holidays US-NY, CA closed 2026-12-24 "E" open 2026-12-31 09:00-12:00 }',
        "Calendar(c None UTC True [WeeklyHours([fri sat sun tue] [Hours(08:00 12:00) Hours(13:00 24:00)])]"
        ' [WeeklyWindow(sun 15:00 fri 17:00)] [US-NY CA] [DatedException(2026-12-24 [] False "E")'
        " DatedException(2026-12-31 [Hours(09:00 12:00)] True None)])",
    ),
    ('ladder l { tier a "A" tier b }', 'Ladder(l None [Tier(a "A") Tier(b None)] [] None None None)'),
    (
        'ladder l { tier a repeat 2 times every 30m escalate a to b after 30m on office without first response'
        ' escalate to b at 2h until acknowledged escalate a to b on breach of resolution without replied }',
        'Ladder(l None [Tier(a None)] [Step(a b Timing(after ElapsedAmount(1800s office)) first_response False)'
        ' Step(None b Timing(at ElapsedAmount(7200s None)) None True) Step(a b Timing(breach resolution) replied False)]'
        ' Repeat(2 ElapsedAmount(1800s None) False) None None)',
    ),
    (
        'ladder l { tier a decisions raise or lower the tier acknowledgement holds for 30m on office then from a }',
        'Ladder(l None [Tier(a None)] [] None Holding(ElapsedAmount(1800s office) a) Deciding(True))',
    ),
    (
        'roster r "R" { otherwise "Z" tier a, b timezone UTC mon, wed 9:00-18:00, 22:00-06:00 "D", "E" on office "O"'
        ' 2026-12-25 9:00-17:00 "M" 2026-12-26 nobody 2026-12-27 "N" rotate monthly from 2026-01-31 on office "A", "B"'
        ' rotate every 2 weeks from 2026-01-05 09:00 fri 9:00-10:00 "C" }',
        'Roster(r "R" [a b] UTC [WeeklyShift(WeeklyHours([mon wed] [Hours(09:00 18:00) Hours(22:00 06:00)]) ["D" "E"])'
        ' CalendarShift(office ["O"]) DatedShift(2026-12-25 [Hours(09:00 17:00)] ["M"]) DatedShift(2026-12-26 [] [])'
        ' DatedShift(2026-12-27 [] ["N"]) Rotation(1month 2026-01-31 office ["A" "B"])'
        ' Rotation(2week 2026-01-05T09:00:00 WeeklyHours([fri] [Hours(09:00 10:00)]) ["C"])] Otherwise(["Z"]))',
    ),
    (
        'sla s "S" { start first response, update when assigned, opened each time stop when acknowledged warn at 7.5%'
        ' pause while case.status in (a, "b c") warn update 2h on office before reopen as no cycle count update from now'
        ' count received after 16:00 on office as the next business day'
        ' count update received while closed on office from the next opening start next response without first response }',
        'Sla(s "S" [ClockEvents(start [first_response update] [assigned opened] each) ClockEvents(stop [] [acknowledged] None)'
        ' ClockWarning([] 7.5) ClockPause([] case.status [a "b c"]) ClockWarning([update] ElapsedAmount(7200s office))'
        ' ClockReopening([] no) ClockCounting([update] now) ClockShift([] 16:00:00 office) ClockShift([update] None office)'
        f' ClockAlone([next_response] first_response)] {ABOUT})',
    ),
    ('objective o "O"', f'Objective(o "O" {ABOUT})'),
    ('objective o { because "b" }', 'Objective(o None About("b" None None []))'),
    ("campaign c { kind launch from 2026-03-01 until 2026-03-15 }",
     f"Campaign(c None launch Window(2026-03-01 Bound(until 2026-03-15)) {ABOUT})"),
    (
        'locked rule r "R" { when a unless b severity critical escalate to counsel require approval from counsel tag x, y'
        " serves p, q in force through 2027-01-01 overrides u exception to v if unknown apply }",
        'Rule(r "R" a [b] [Effect(severity [critical]) Effect(tier [counsel]) Effect(require [ApprovalFrom(approval counsel)])'
        " Effect(tag [x y])] [u] [v] True True About(None None Window(None Bound(through 2027-01-01)) [p q]))",
    ),
    ('first of f "F" { because "b" rule a { tag x } }',
     f'FirstOf(f "F" [Rule(a None None [] [Effect(tag [x])] [] [] False False {ABOUT})] About("b" None None []))'),
    (
        'test "t" { given interaction { message "m" n 12_000 topics {"a", b} s unknown l { {at 2025-02-01 rule "x"} } } }',
        'Test("t" Given(interaction [GivenFact(message "m") GivenFact(n 12000) GivenFact(topics Collection(["a" b])) GivenFact(s Unknown())'
        f' GivenFact(l Collection([Record([GivenFact(at 2025-02-01) GivenFact(rule "x")])]))]) [] [] [] {ABOUT})',
    ),
    (
        'test "t" { expect severity critical, tag a, b, first response within 1h, next response due 2026-11-20 20:50'
        " expect rule r applied, rule r not applied, rule t[3] overridden, rule x undetermined"
        " expect no queue, no tag legal, other, conflict on queue, require approval from counsel }",
        'Test("t" None [] [ExpectOutcome(severity [critical]) ExpectOutcome(tag [a b])'
        " ExpectTarget(first_response ElapsedAmount(3600s None)) ExpectDue(next_response 2026-11-20T20:50:00 False)"
        " ExpectRule(r None applied) ExpectRule(r None not applied) ExpectRule(t 3 overridden) ExpectRule(x None undetermined)"
        " ExpectNothing(queue []) ExpectNothing(tag [legal other]) ExpectConflict(queue)"
        f" ExpectOutcome(require [ApprovalFrom(approval counsel)])] [] {ABOUT})",
    ),
    (
        'test "t" { given case { message "m" opened_at 2026-11-20 20:50 opened_by staff }'
        " at 10m replied at 2 days status_changed { case.status on_hold } expect tier a"
        " after 45m expect first response breached, resolution not started, tag a, b after 2026-11-20 21:50 UTC"
        " expect no clock on resolution, next check 2026-11-20 22:50, no next check, reminded 2 times }",
        'Test("t" Given(case [GivenFact(message "m") GivenFact(opened_at 2026-11-20T20:50:00) GivenFact(opened_by staff)])'
        " [CaseEvent(600s replied []) CaseEvent(2day status_changed [GivenFact(case.status on_hold)])] [ExpectOutcome(tier [a])]"
        " [ExpectLater(2700s [ExpectOutcome(first_response [breached]) ExpectClock(resolution not started) ExpectOutcome(tag [a b])])"
        " ExpectLater(2026-11-20T21:50:00@UTC [ExpectNoClock(resolution) ExpectCheck(2026-11-20T22:50:00) ExpectCheck(None)"
        f" ExpectReminded(2)])] {ABOUT})",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), DECLARATIONS)
def test_declarations(text: str, wanted: str) -> None:
    assert outline(only(text)) == wanted


CELLS = [
    ("any", "AnyCell()"),
    ("-", "AnyCell()"),
    ("high, low", "ValuesCell([high low] False)"),
    ("not high", "ValuesCell([high] True)"),
    ("not high, 1..2", "ValuesCell([high Interval(1 2)] True)"),
    ("10_000..99_999", "ValuesCell([Interval(10000 99999)] False)"),
    ("-5", "ValuesCell([-5] False)"),
    (">= 1_000", "TestCell(Compare(c >= 1000))"),
    ("is not x", "TestCell(Compare(c is not x))"),
    ('mentions lex, "a"', 'TestCell(TextTest(c mentions [lex "a"] []))'),
    ("not in (a, b)", "TestCell(Membership(c [a b] True))"),
]


@pytest.mark.parametrize(("cell", "wanted"), CELLS)
def test_cells_of_a_column(cell: str, wanted: str) -> None:
    table = only(f"table t {{\n| c => r |\n| {cell} => x |\n}}")
    assert outline(table.rows[0].conditions) == f"[{wanted}]"  # type: ignore[union-attr]


def test_a_table() -> None:
    table = only(
        """table t "T" all matches {
          overrides x  if unknown apply
          | when                                    => first response | resolution           | tag  | note |
          | message mentions "x" or known author.id => promptly       | by 17:00 on office   | a, b | -    |   # why
          | any => 15m | 2 business days on office | any | "n" |
        }"""
    )
    assert outline(table) == (
        'Table(t "T" all matches [when] [first_response resolution tag note]'
        ' [Row([ConditionCell(Either([TextTest(message mentions ["x"] []) Known(author.id)]))]'
        " [ResultCell([] WordAmount(promptly)) ResultCell([] ByAmount(17:00:00 office)) ResultCell([a b] None) AnyCell()])"
        " Row([AnyCell()] [ResultCell([] ElapsedAmount(900s None)) ResultCell([] BusinessDaysAmount(2 office)) AnyCell()"
        ' ResultCell(["n"] None)])]'
        f" [x] True False {ABOUT})"
    )


def test_comments_are_kept_and_know_their_line() -> None:
    parsed = parse('# one\nuse a.b  # two\nrule r { tag "# no" # three\n  # four\n}')
    found = [(comment.text, comment.is_own_line, comment.span.line) for comment in parsed.comments]
    assert found == [("# one", True, 1), ("# two", False, 2), ("# three", False, 3), ("# four", True, 4)]


@pytest.mark.parametrize("text", ["", "\n\n", "# only this", "\ufeff", "\ufeff# x\n", " \t\r\n"])
def test_texts_without_declarations(text: str) -> None:
    assert parse(text).declarations == ()


def test_layout_does_not_matter() -> None:
    plain = only('rule r "d" { when a is b first response within 2 hours on office tag x }')
    spread = only('rule\r\n  r\n"d"{when\n a\n is # c\n b first\n response within 2\n hours on\n office tag\n x}')
    assert outline(plain) == outline(spread)


def test_places_point_into_the_file() -> None:
    parsed = parse("\ufeffuse a.b\n\nsegment s { when  a.b >= 10 }\n")
    segment = parsed.declarations[1]
    assert segment.span.text == "segment s { when  a.b >= 10 }"
    assert (segment.span.line, segment.when.span.text) == (3, "a.b >= 10")  # type: ignore[union-attr]


def test_declarations_may_share_a_line() -> None:
    parsed = parse('use a use "b" rule r { tag x } objective o objective p "P" rule s { tag y }')
    assert [type(item).__name__ for item in parsed.declarations] == ["Use", "Use", "Rule", "Objective", "Objective", "Rule"]


def test_rules_at_the_margin_stay_inside_first_of() -> None:
    found = only("first of f {\nrule a { tag x }\nlocked rule b { tag y }\n}")
    assert [rule.name.text for rule in found.rules] == ["a", "b"]  # type: ignore[union-attr]
