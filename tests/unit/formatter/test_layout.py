"""What canonical ruleset files look like."""

from __future__ import annotations

from textwrap import dedent

import pytest

from engagepolicy.formatter import FormatRefused, format_text


def formatted(text: str) -> str:
    """The canonical text, after a check that it is final."""
    result = format_text(text)
    assert format_text(result) == result
    return result


def lines(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_tour() -> None:
    written = """
    ruleset acme.care "Acme Bank: social care" { timezone America/New_York version "2026.11"
      unquantified promptly, ideally  soon means 90 minutes on office }
    use womma.honesty
    use "common/tiers.engage"
    extend interaction { account.plan: enum( basic,plus , premier ) optional "what the customer pays for"
      topics : set of string default {}
    }
    rule legal_threat "A legal threat goes to counsel at once" { severity critical  when message mentions legal_threat
      escalate to counsel  first_response within 60m require approval from counsel tag legal,urgent
      because "Only counsel may answer."  serves protect_customers unless author.relationship is employee
      if unknown apply exception to other_rule  overrides billing, vip_route in force from 2024-10-21 until 2027-01-01 }
    """
    assert formatted(written) == lines(
        """
        ruleset acme.care "Acme Bank: social care" {
          version  "2026.11"
          timezone America/New_York
          unquantified promptly, ideally
          soon means 1h30m on office
        }

        use womma.honesty
        use "common/tiers.engage"

        extend interaction {
          account.plan : enum(basic, plus, premier) optional "what the customer pays for"
          topics       : set of string default {}
        }

        rule legal_threat "A legal threat goes to counsel at once" {
          when     message mentions legal_threat
          unless   author.relationship is employee
          severity critical
          escalate to counsel
          first response within 1h
          require  approval from counsel
          tag      legal, urgent
          serves   protect_customers
          because  "Only counsel may answer."
          in force from 2024-10-21 until 2027-01-01
          overrides billing, vip_route
          exception to other_rule
          if unknown apply
        }
        """
    )


def test_outcomes_conditions_and_calendars() -> None:
    written = """
    outcome severity "How serious" { merge most_restrictive type enum(low<normal<high) written tag on conflict high default low }
    define from_the_press { when author.relationship is press unless author.followers < 100 }
    calendar office "Care desk" { mon-fri 08:00-12:00,13:00-20:00 sat 22:00-06:00 timezone America/New_York
      from sun 15:00 to fri 17:00 holidays US-NY,CA closed 2026-12-24 "Christmas Eve" open 2026-12-31 09:00-12:00 "short day" }
    """
    assert formatted(written) == lines(
        """
        outcome severity "How serious" {
          type    enum(low < normal < high)
          merge   most restrictive
          default low
          on conflict high
          written tag
        }

        define from_the_press {
          when   author.relationship is press
          unless author.followers < 100
        }

        calendar office "Care desk" {
          timezone America/New_York
          mon-fri  08:00-12:00, 13:00-20:00
          sat      22:00-06:00
          from sun 15:00 to fri 17:00
          holidays US-NY, CA
          closed   2026-12-24 "Christmas Eve"
          open     2026-12-31 09:00-12:00 "short day"
        }
        """
    )


def test_steps_and_clocks() -> None:
    written = """
    ladder care { repeat 1 times every 30 minutes until   acknowledged
      escalate frontline to specialist after 30m on office without first_response # nobody yet
      # the last resort
      escalate to counsel at 3 days  until acknowledged tier frontline tier specialist tier counsel
    }
    sla clocks "How" { because "x" warn at 75% pause resolution,first_response while case.status in ( waiting )
      # twice
      start update when replied, reopened each   time warn 120m on office before
      reopen as new cycle count resolution from now pause while case.status in (a, "b c") }
    """
    assert formatted(written) == lines(
        """
        ladder care {
          tier frontline
          tier specialist
          tier counsel
          escalate frontline to specialist after 30m on office without first response  # nobody yet
          # the last resort
          escalate to counsel              at 3 days until acknowledged
          repeat 1 time every 30m until acknowledged
        }

        sla clocks "How" {
          warn at 75%
          pause resolution, first response while case.status is waiting
          # twice
          start update when replied, reopened each time
          warn 2h on office before
          reopen as new cycle
          count resolution from now
          pause while case.status in (a, "b c")
          because "x"
        }
        """
    )


def test_ladders_objectives_campaigns_and_lists_of_rules() -> None:
    written = """
    ladder care "Who owns" { tier frontline "Community manager" tier lead }
    objective a "A"
    objective b { because "B" }
    campaign spring "Spring sale" { from 2026-03-01 until 2026-03-15 kind launch because "..." }
    first of response_class "Air Force chart" { because "..." rule troll { when x is true tag troll } rule rager { tag rager } }
    """
    assert formatted(written) == lines(
        """
        ladder care "Who owns" {
          tier frontline "Community manager"
          tier lead
        }

        objective a "A"

        objective b {
          because "B"
        }

        campaign spring "Spring sale" {
          kind    launch
          from    2026-03-01 until 2026-03-15
          because "..."
        }

        first of response_class "Air Force chart" {
          because "..."

          rule troll {
            when x is true
            tag  troll
          }

          rule rager {
            tag rager
          }
        }
        """
    )


def test_tables_are_aligned_by_what_the_eye_sees() -> None:
    written = """
    table response_times "How fast" all matches { if unknown apply because "fair"
    | severity | segment | author.followers | topics => first response | tag |
    | high, critical | any | 10000..99999 | contains "怒り" => 15 minutes | legal, urgent |   # the worst
    | not low | influencer | >= 1_000 | - => 2 business days on office | - |
    # all others
    | any | any | .. 9 | contains any of "⚖️", "x" => by 17:00 on office | press | }
    """
    assert formatted(written) == lines(
        """
        table response_times "How fast" all matches {
          because "fair"
          if unknown apply
          | severity       | segment    | author.followers | topics                    => first response            | tag           |
          | high, critical | any        | 10_000..99_999   | contains "怒り"           => 15m                       | legal, urgent |  # the worst
          | not low        | influencer | >= 1000          | any                       => 2 business days on office | -             |
          # all others
          | any            | any        | ..9              | contains any of "⚖️", "x" => by 17:00 on office        | press         |
        }
        """  # noqa: E501 - a table too wide stays aligned
    )


def test_tests_have_a_line_for_each_fact_and_expectation() -> None:
    written = """
    test "a letter" { given interaction { message "My attorney." author.followers 12000 topics {"a","b"}
      received_at 2026-11-20 19:50  strikes { {issued_at 2025-02-01 00:00 UTC rule "spam"} } }
      expect severity critical, tier counsel  expect first response due 2026-11-20 20:50, no queue, no tag legal
      expect rule response_times[3] overridden, rule x not applied, conflict on queue, require approval from counsel }
    """
    assert formatted(written) == lines(
        """
        test "a letter" {
          given interaction {
            message          "My attorney."
            author.followers 12_000
            topics           {"a", "b"}
            received_at      2026-11-20 19:50
            strikes          {{issued_at 2025-02-01 00:00 UTC rule "spam"}}
          }
          expect severity critical
          expect tier counsel
          expect first response due 2026-11-20 20:50
          expect no queue
          expect no tag legal
          expect rule response_times[3] overridden
          expect rule x not applied
          expect conflict on queue
          expect require approval from counsel
        }
        """
    )


def test_long_conditions_break_before_the_word_that_joins_them() -> None:
    written = """
    rule a { when message mentions legal_threat, "attorney", "small claims" outside quotes and not known author.id
      and (author.followers >= 10_000 or author.relationship is press or author.relationship is influencer or x) or y
      tag legal }
    """
    assert formatted(written) == lines(
        """
        rule a {
          when (message mentions legal_threat, "attorney", "small claims" outside quotes
                 and not known author.id
                 and (author.followers >= 10_000
                   or author.relationship is press
                   or author.relationship is influencer
                   or x))
               or y
          tag  legal
        }
        """
    )


def test_long_lists_go_on_below_themselves() -> None:
    written = """
    extend interaction { channel : enum(instagram, facebook, threads, tiktok, youtube, linkedin, pinterest, reddit, x) "where" }
    rule a { when message mentions "see you in court", "class, action", /small claims?, please/, "attorney at law" and x
      notify headquarters_of_the_company, regulator_of_financial_services, everybody_else_who_may_want_to_know # all }
    }
    """
    assert formatted(written) == lines(
        """
        extend interaction {
          channel : enum(instagram, facebook, threads, tiktok, youtube, linkedin, pinterest, reddit,
                    x) "where"
        }

        rule a {
          when   message mentions "see you in court", "class, action", /small claims?, please/,
                   "attorney at law"
                 and x
          notify headquarters_of_the_company, regulator_of_financial_services,
                 everybody_else_who_may_want_to_know  # all }
        }
        """
    )


def test_long_lexicons_fill_their_lines() -> None:
    terms = " ".join(f'"term number {index}"' for index in range(12))
    written = (
        'lexicon a "A" outside quotes,retweets { '
        + terms
        + (' include b exclude "suede", "sue ellen" "#spon" in force from 2010-02-01 until 2013-03-12 source "FTC" /a+/ }')
    )
    result = formatted(written)
    assert max(map(len, result.splitlines())) <= 100
    assert result.splitlines()[1] == ('  "term number 0", "term number 1", "term number 2", "term number 3", "term number 4",')
    assert result.splitlines()[3:] == [
        '  "term number 10", "term number 11"',
        "  include b",
        '  exclude "suede", "sue ellen"',
        '  "#spon" in force from 2010-02-01 until 2013-03-12 source "FTC"',
        "  /a+/",
        "}",
    ]


def test_comments_stay_where_they_speak() -> None:
    written = """# the file

    # the rule
    rule a # its name
    { # opening
      # why
      tag legal # the tag
      when x is 1 # one
        and y is 2 # two

      # last
    } # closed


    # end
    """
    assert formatted(written) == lines(
        """
        # the file

        # the rule
        rule a {  # its name
          when x is 1  # one
               and y is 2  # two
          # opening
          # why
          tag  legal  # the tag

          # last
        }  # closed

        # end
        """
    )


def test_comments_before_a_closing_bracket_go_where_they_stay() -> None:
    expected = "define x {\n  when a and b  # why\n}\n"
    assert formatted("define x { when (a and b # why\n ) }") == expected
    assert formatted("define x { when ((a) and (b) # why\n ) }") == expected
    expected = "define x {\n  when any s in strikes where (a and b)  # why\n}\n"
    assert formatted("define x { when any s in strikes where (a and b # why\n ) }") == expected


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("a and b or c", "(a and b) or c"),
        ("a and (b or c)", "a and (b or c)"),
        ("((a) and (b))", "a and b"),
        ("not (a is b)", "not (a is b)"),
        ("not a is b", "not (a is b)"),
        ("not (known a)", "not known a"),
        ("a * (b + 2) > c", "a * (b + 2) > c"),
        ("a + (b * 2) > c", "a + b * 2 > c"),
        ("a - (b - c) > 0", "a - (b - c) > 0"),
        ("(a - b) - c > 0", "a - b - c > 0"),
        ("a in 1..5", "a between 1 and 5"),
        ("a not in 1..5", "a not between 1 and 5"),
        ("a in (1..5, x)", "a in (1..5, x)"),
        ("a or else 0 < 100000", "a or else 0 < 100_000"),
        ("count s in strikes > 1", "count s in strikes > 1"),
        ("any s in strikes where ((a or b))", "any s in strikes where (a or b)"),
        ("t + 45 days < 2026-01-01T00:00:00+00:00", "t + 45 days < 2026-01-01T00:00:00Z"),
        ("t + 5400s > 60s", "t + 1h30m > 1m"),
        (r'm contains "\u{41}\u{202E}"', r'm contains "A\u{202E}"'),
        (r"m matches /a\/b/", r"m matches /a\/b/"),
    ],
)
def test_conditions(written: str, canonical: str) -> None:
    assert formatted(f"define a {{ when {written} }}") == f"define a {{\n  when {canonical}\n}}\n"


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("within 90 minutes", "within 1h30m"),
        ("within 240m on office", "within 4h on office"),
        ("within 3 day", "within 3 days"),
        ("within 1 business days on office", "within 1 business day on office"),
        ("within by 9:05 on office", "within by 09:05 on office"),
        ("within end  of day", "within end of day"),
        ("within earlier of 60m, later of 1 day, by 17:00", "within earlier of 1h, later of 1 day, by 17:00"),
        ("within promptly", "promptly"),
    ],
)
def test_amounts(written: str, canonical: str) -> None:
    expected = f"rule a {{\n  first response {canonical}\n}}\n"
    assert formatted(f"rule a {{ first_response {written} }}") == expected


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("mon,tue,wed", "mon-wed"),
        ("sat-mon", "sat-mon"),
        ("mon-sun", "mon-sun"),
        ("mon, tue", "mon, tue"),
        ("sun, mon-fri, sat", "sun-sat"),
        ("mon-sun, mon", "mon-sun, mon"),
    ],
)
def test_days(written: str, canonical: str) -> None:
    expected = f"calendar a {{\n  {canonical} 08:00-24:00\n}}\n"
    assert formatted(f"calendar a {{ {written} 8:00-24:00 }}") == expected


def test_a_word_for_every_comma_that_matters() -> None:
    written = 'lexicon a { "a", exclude "b", "c" "d", exclude "e" source "s" "f", include g, "h" }'
    assert formatted(written) == lines(
        """
        lexicon a {
          "a"
          exclude "b", "c"
          "d"
          exclude "e" source "s"
          "f"
          include g
          "h"
        }
        """
    )


def test_empty_blocks_and_files() -> None:
    assert formatted("") == ""
    assert formatted(" \n\n") == ""
    assert formatted("# only this") == "# only this\n"
    assert formatted("extend author { }") == "extend author {}\n"
    assert formatted("extend author { # none\n }") == "extend author {  # none\n}\n"


def test_blank_lines_between_groups_are_kept_once() -> None:
    written = "extend a {\n\n\n  x : int\n\n\n  y : int\n  z : int\n\n}\n\n\n\nuse b\nuse c\n\n\nuse d\n"
    assert formatted(written) == ("extend a {\n  x : int\n\n  y : int\n  z : int\n}\n\nuse b\nuse c\n\nuse d\n")


def test_a_file_with_a_mistake_is_refused() -> None:
    with pytest.raises(FormatRefused) as caught:
        format_text("rule a { when }", "care.engage")
    assert caught.value.diagnostics
    assert str(caught.value) == "care.engage is left as it is: 1 syntax error"
