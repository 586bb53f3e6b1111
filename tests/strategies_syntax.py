"""Hypothesis strategies for ruleset text: the whole surface of the language, in any layout.

A strategy gives a list of tokens; `ruleset_texts` lays them out with white space, line breaks and comments
that a careless author might have left. Nothing here shares code with the formatter. Names are not resolved:
the texts parse, they do not mean anything.
"""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st

Tokens: TypeAlias = list[str]
Piece: TypeAlias = "str | st.SearchStrategy[Tokens]"
Tokenized: TypeAlias = st.SearchStrategy[Tokens]

NEW_LINE = "\n"
"""A token that stands for a line break which has to be there."""

NAMES = (
    "vip_route",
    "billing",
    "press_2",
    "Urgent",
    "care",
    "x",
    "legal_threat",
    "first_response",
    "next_response",
)
PATHS = ("author.followers", "message", "topics", "account.plan.kind", "first_response", "sentiment", "x")
WORDS = ("legal", "press", "care", "frontline", "counsel", "regulator_of_financial_services")
MASKS = ("urls", "emails", "handles", "hashtags", "quotes", "retweets", "code")
TEXTS = (
    '"lawsuit"',
    '"sue*"',
    r'"say \"hi\" \\ \n\t"',
    '"⚖️ 訴訟"',
    r'"\u{1F600}"',
    '"# not a comment"',
    '"a | b => {"',
    '""',
)
TEMPLATES = ('"{care} ... [the|our] (label|#ad)"', '"{x} hide* ... {Urgent}"', '"(a|b c) d"')
PATTERNS = (r"/class\s+action/", r"/a\/b|c/", "/[#{}]+/")
NUMBERS = ("0", "7", "1_000", "10_000", "1234567", "0.5", "3.140", "12_345.67")
DURATIONS = ("15m", "4h", "1h30m", "90s", "90m", "30 minutes", "2 hours", "45 seconds", "3600s")
SPANS = ("3 days", "1 day", "8 weeks", "1 month", "2 years")
DATES = ("2026-11-20", "2024-02-29")
MOMENTS = (
    "2026-11-20 19:50", "2026-11-20 19:50:30", "2026-11-20 19:50 Europe/Berlin", "2026-11-20 19:50 UTC",
    "2026-11-20T19:50:00Z", "2026-11-20T19:50:00+01:00",
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon-fri", "wed-fri")
HOURS = ("08:00-12:00", "13:00-20:00", "22:00-06:00", "00:00-24:00")


def one(*options: str) -> Tokenized:
    """One of some tokens."""
    return st.sampled_from([[option] for option in options])


def seq(*parts: Piece) -> Tokenized:
    """All parts, one after the other."""
    strategies = [st.just([part]) if isinstance(part, str) else part for part in parts]
    return st.tuples(*strategies).map(lambda lists: [token for tokens in lists for token in tokens])


def maybe(*parts: Piece) -> Tokenized:
    """All parts, or nothing."""
    return st.one_of(st.just([]), seq(*parts))


def many(part: Tokenized, least: int = 0, most: int = 3) -> Tokenized:
    """The part several times."""
    return st.lists(part, min_size=least, max_size=most).map(lambda lists: [token for tokens in lists for token in tokens])


def listed(part: Tokenized, least: int = 1, most: int = 3) -> Tokenized:
    """The part several times, with commas between."""

    def join(lists: list[Tokens]) -> Tokens:
        return [token for index, tokens in enumerate(lists) for token in ([",", *tokens] if index else tokens)]

    return st.lists(part, min_size=least, max_size=most).map(join)


def shuffled(*parts: Tokenized) -> Tokenized:
    """All parts in any order."""
    return (
        st.tuples(*parts)
        .flatmap(lambda lists: st.permutations(list(lists)))
        .map(lambda lists: [token for tokens in lists for token in tokens])
    )


name = one(*NAMES)
path = one(*PATHS)
word = one(*WORDS)
text = one(*TEXTS)
date = one(*DATES)
moment = one(*MOMENTS)
title = maybe(text)
literal = one(*TEXTS, *NUMBERS, *DURATIONS, *DATES, "true", "false")
value = st.one_of(word, one(*TEXTS, *NUMBERS, *DURATIONS))
window = st.one_of(
    seq("from", date),
    seq("from", date, one("until", "through"), date),
    seq(one("until", "through"), date),
)

_plain_amount = st.one_of(
    one(*DURATIONS, *SPANS, "promptly"),
    seq(one("4h", "90m"), "on", word),
    seq(one("1 business day", "2 business days"), "on", word),
    one("by 17:00", "end of day"),
    seq(one("by 17:00", "end of day"), "on", word),
)
amount = st.one_of(_plain_amount, seq(one("earlier of", "later of"), listed(_plain_amount, 2, 3)))


def _parenthesised(part: Tokenized) -> Tokenized:
    return seq("(", part, ")")


operand = st.recursive(
    st.one_of(path, literal),
    lambda inner: st.one_of(
        seq(_parenthesised(inner), one("+", "-", "*"), _parenthesised(inner)),
        seq(path, one("+", "-"), one(*SPANS, *DURATIONS, *NUMBERS)),
        seq(one(*NUMBERS), "*", path, "+", inner),
        seq("-", path),
        seq(path, "or else", st.one_of(literal, word)),
    ),
    max_leaves=4,
)
option = st.one_of(value, seq(one(*NUMBERS), "..", one(*NUMBERS)), seq(one(*NUMBERS), ".."), seq("..", one(*NUMBERS)))
outside = maybe("outside", listed(one(*MASKS), 1, 2))
text_test = st.one_of(
    seq("mentions", listed(st.one_of(word, text)), outside),
    seq(one("starts with", "ends with"), text),
    seq("matches", one(*PATTERNS)),
)
set_test = seq("contains", st.one_of(value, seq(one("any of", "all of", "none of"), listed(value))))
comparison = seq(one("is", "is not", "<", "<=", ">", ">="), value)
membership = seq(one("in", "not in"), "(", listed(option), ")")
_simple = st.one_of(
    seq(operand, one("is", "is not", "<", "<=", ">", ">="), operand),
    seq(path, membership),
    seq(path, "in", one(*NUMBERS), "..", one(*NUMBERS)),
    seq(path, "between", operand, "and", operand),
    seq(path, st.one_of(text_test, set_test)),
    seq(path, "on", word),
    seq("known", path),
    seq("during", word),
    path,
)


_join = st.sampled_from(["and", "or"])


@st.composite
def conditions(draw: st.DrawFn, deepest: int = 3) -> Tokens:
    """A condition: parts joined, negated, quantified and put in brackets, needed or not."""
    kind = draw(st.sampled_from(("simple", "joined", "joined", "grouped", "not", "any", "count"))) if deepest else "simple"
    inner = conditions(deepest - 1)
    match kind:
        case "joined":
            tokens = draw(inner)
            for _ in range(draw(st.integers(1, 3))):
                tokens = [*tokens, draw(_join), *draw(inner)]
            return tokens
        case "grouped":
            return ["(", *draw(inner), ")"]
        case "not":
            return ["not", "(", *draw(inner), ")"]
        case "any":
            return [draw(st.sampled_from(["any", "all"])), *draw(name), "in", *draw(path), "where", "(", *draw(inner), ")"]
        case "count":
            tokens = ["count", *draw(name), "in", *draw(path), *draw(maybe("where", "(", inner, ")"))]
            return [*tokens, ">=", *draw(one(*NUMBERS))]
        case _:
            return draw(_simple)


condition = conditions()

about_parts = (
    maybe("because", text),
    maybe("source", text),
    maybe("in force", window),
)
about = shuffled(*about_parts)
serves = maybe("serves", listed(name))

effect = st.one_of(
    seq(one("severity", "tag", "notify", "queue", "suggest"), listed(value, 1, 2)),
    seq("escalate to", word),
    seq(one("first response", "next_response", "resolution"), "within", amount),
    seq("require", one("approval"), "from", word),
    seq("require", "call_back"),
)
rule = seq(
    maybe("locked"), "rule", name, title, "{",
    shuffled(
        maybe("when", condition), many(seq("unless", condition), 0, 2), many(effect),
        many(effect, 0, 1), *about_parts, serves, maybe("overrides", listed(name)),
        maybe("exception to", listed(name)), maybe("if unknown apply"),
    ),
    "}",
)  # fmt: skip
_fix = st.one_of(
    seq("insert", text, "at", one("start", "end")),
    one("remove matches"),
    seq("replace matches", "with", text),
    seq("ask", listed(path)),
)
constraint = seq(
    maybe("locked"), "constraint", name, title, "{", maybe("on", one("draft", "decision")),
    shuffled(
        maybe("when", condition), many(seq("unless", condition), 0, 2), many(seq(one("must", "never"), condition)),
        maybe("else", one("revise", "block"), maybe("by", word), maybe(text)), maybe("pillar", word),
        many(seq("fix", _fix), 0, 2), *about_parts, serves, maybe("overrides", listed(name)),
    ),
    "}",
)  # fmt: skip
exclusion = seq("exclusion", name, title, "{", shuffled(many(effect, 1, 3), *about_parts, serves), "}")
_promised = st.one_of(
    condition,
    seq(name, "within", _plain_amount),
    seq(name, "not before", _plain_amount),
    seq("rule", name, maybe("[", one("1", "12"), "]"), "applies"),
    seq("no conflict", maybe("on", name)),
    seq(name, one("at least", "at most"), word),
    seq("constraint", name, one("applies", "breached", "kept")),
    seq("monotone", name, "in", path),
    seq("same", listed(name), "if", listed(path), one("change", "changes")),
)
promise = seq(
    one("prove", "purpose"), text, "{",
    shuffled(
        maybe("for", one("interaction", "draft")), maybe("when", condition), many(seq("unless", condition), 0, 2),
        many(seq("then", _promised), 0, 3), maybe("because", text), maybe("source", text), serves,
    ),
    "}",
)  # fmt: skip
first_of = seq("first of", name, title, "{", about, many(rule, 0, 2), "}")

type_name = st.one_of(
    one("bool", "int", "number", "string", "date", "datetime", "duration", "strike"),
    one("enum(basic, plus)", "enum(low < normal < high)"),
    seq(one("set of", "list of"), one("string", "strike", "number")),
)
field = seq(
    path,
    ":",
    type_name,
    maybe("optional"),
    maybe("private"),
    maybe("computed"),
    maybe("loose"),
    maybe("named", one('"true"')),
    maybe("default", st.one_of(value, one("{}"))),
    maybe(text),
)
extend = seq(one("extend", "record"), one("interaction", "author", "strike"), maybe("open"), "{", many(field), "}")
header = seq(
    "ruleset", one("acme.care", "acme"), title, "{",
    maybe("version", text), maybe("timezone", one("America/New_York", "UTC", "Europe/Berlin")),
    maybe("unquantified", listed(one("promptly", "ideally"))), maybe("soon", "means", _plain_amount),
    maybe("every interaction has", listed(one("severity", "tier", "first response"))),
    maybe("countries", listed(one("US", "GB"))),
    about, serves,
    "}",
)  # fmt: skip
use = seq("use", one("womma.honesty", "std", '"common/tiers.engage"'))
outcome = seq(
    "outcome", name, title, "{",
    shuffled(
        seq("type", st.one_of(type_name, one("tier", "target", "duty"))),
        seq("merge", one("highest", "strictest", "union", "unique", "most restrictive", "most_restrictive")),
        maybe("default", value), maybe("on conflict", value), maybe("written", word),
    ),
    "}",
)  # fmt: skip
named_condition = seq(
    one("define", "segment"),
    name,
    title,
    "{",
    maybe("on", one("draft", "interaction")),
    maybe("when", condition),
    many(seq("unless", condition), 0, 1),
    about,
    "}",
)
template = one(*TEMPLATES)
lexicon = seq(
    "lexicon", name, title, outside, "{", about,
    many(
        st.one_of(
            seq(listed(st.one_of(text, one(*PATTERNS)), 1, 5), maybe(",")),
            seq("include", word),
            seq("exclude", listed(text)),
            seq(text, "in force", window, maybe("source", text)),
            seq(text, "source", text),
            seq(maybe("exclude"), template, "within", one("1 word", "4 words", "30 words"), maybe("source", text)),
            seq(maybe("exclude"), listed(template)),
        ),
        0, 4,
    ),
    "}",
)  # fmt: skip
_day = st.one_of(date, seq("every", one("12-24", "02-29", "3-1")))
_holiday_source = st.one_of(one("US-NY", "CA", "DE-BY"), word)
calendar = seq(
    "calendar", name, title, "{", maybe("timezone", one("Europe/Berlin")),
    shuffled(
        many(seq(listed(one(*DAYS), 1, 2), listed(one(*HOURS), 1, 2)), 0, 2),
        maybe("from", one("sun"), one("15:00"), "to", one("fri"), one("17:00")),
        maybe("always open"),
        maybe("holidays", listed(_holiday_source)),
        many(seq("closed", _day, title), 0, 2),
        many(seq("open", _day, listed(one(*HOURS), 1, 2), title), 0, 2),
    ),
    "}",
)  # fmt: skip
holidays = seq(
    "holidays", name, title, "{", about,
    many(
        st.one_of(
            seq(_day, title), seq("include", listed(_holiday_source)), seq("exclude", _day), seq("exclude", text),
        ),
        0, 5,
    ),
    "}",
)  # fmt: skip
metric = one("first response", "next_response", "resolution")
event = one("acknowledged", "replied", "assigned", "received")
_until = maybe("until", "acknowledged")
step = seq(
    st.one_of(seq("escalate", word, "to", word), seq("escalate to", word)),
    st.one_of(seq(one("after", "at"), _plain_amount), seq("on", one("breach", "warning"), "of", metric)),
    maybe("without", st.one_of(metric, event)), _until,
)  # fmt: skip
repeat = st.one_of(seq("repeat", one("2", "10"), "times"), seq("repeat", "1", one("time", "times")))
ladder = seq(
    "ladder", name, title, "{",
    shuffled(
        many(seq("tier", word, title)), many(step), maybe(repeat, "every", _plain_amount, _until),
        maybe("acknowledgement", "holds", "for", _plain_amount, maybe("then", "from", word)),
        maybe("decisions", "raise", maybe("or", "lower"), "the", "tier"),
    ),
    "}",
)  # fmt: skip

def _clock_clause(metrics: Tokenized) -> Tokenized:
    return st.one_of(
        seq("start", metrics, "when", listed(event), maybe(one("once", "each time"))),
        seq(one("stop", "cancel", "resume"), metrics, "when", listed(event)),
        seq("start", metrics, "without", metric),
        seq("pause", metrics, "while", "case.status", "is", st.one_of(word, text)),
        seq("pause", metrics, "while", "case.status", "in", "(", listed(st.one_of(word, text)), ")"),
        seq("warn", metrics, "at", one("75%", "7.50%", "100%")),
        seq("warn", metrics, one(*DURATIONS), maybe("on", word), "before"),
        seq("reopen", metrics, "as", one("same", "new", "no"), "cycle"),
        seq("count", metrics, "from", one("start", "now")),
        seq("count", metrics, "received", "after", one("16:00", "9:30"), "on", word, "as the next business day"),
        seq("count", metrics, "received", "while", "closed", "on", word, "from the next opening"),
    )


clock_clause = _clock_clause(maybe(listed(metric)))
own_metric = seq(
    "metric", name, title, "{", shuffled(many(_clock_clause(st.just([])), 0, 4), maybe("because", text), serves), "}",
)  # fmt: skip
sla = seq("sla", name, title, "{", shuffled(many(clock_clause, 0, 4), maybe("because", text), serves), "}")
counted = st.one_of(one("interactions"), seq("distinct", path))
length = one(*DURATIONS, "3 days", "1 week")
signal = seq(
    "signal", name, title, "=", one("count", "growth"), "of", counted, maybe("where", condition), maybe("by", listed(path)),
    "within", length, maybe("against", length),
)  # fmt: skip
_people = listed(text)
_shift_hours = seq(listed(one(*DAYS), 1, 2), listed(one(*HOURS), 1, 2))
shift = st.one_of(
    seq(_shift_hours, _people),
    seq("on", word, _people),
    seq(date, maybe(listed(one(*HOURS), 1, 2)), _people),
    seq(date, "nobody"),
    seq(
        "rotate", st.one_of(one("daily", "weekly", "monthly"), seq("every", one("1 week", "2 weeks", "1 day", "3 months"))),
        "from", one("2026-01-05", "2026-01-05 09:00", "2026-01-05 9:00:30", "2026-01-05T09:00:00Z"),
        st.one_of(seq(), _shift_hours, seq("on", word)), _people,
    ),
)  # fmt: skip
roster = seq(
    "roster", name, title, "{",
    shuffled(many(seq("tier", listed(word)), 1, 2), maybe("timezone", one("Europe/Berlin")), many(shift), maybe("otherwise", _people)),
    "}",
)  # fmt: skip
objective = seq("objective", name, title, maybe("{", maybe("because", text), maybe("source", text), "}"))
campaign = seq(
    "campaign",
    name,
    title,
    "{",
    seq("kind", one("launch", "moment", "blackout", "embargo")),
    window,
    maybe("because", text),
    "}",
)


@st.composite
def table(draw: st.DrawFn) -> Tokens:
    """A decision table."""
    columns = draw(
        st.lists(
            st.sampled_from(["severity", "segment", "author.followers", "message", "when"]),
            max_size=3,
            unique=True,
        )
    )
    columns = columns or ["severity"]
    results = draw(
        st.lists(
            st.sampled_from(["first response", "resolution", "tag", "tier"]),
            min_size=1,
            max_size=2,
            unique=True,
        )
    )
    rows = draw(st.integers(0, 3))
    hit = draw(st.sampled_from([[], ["all matches"], ["first match"]]))
    locked = draw(st.sampled_from([[], ["locked"]]))
    tokens = [
        *locked,
        "table",
        *draw(name),
        *draw(title),
        *hit,
        "{",
        *draw(about),
        *draw(maybe("overrides", listed(name))),
    ]
    tokens += [
        *draw(maybe("if unknown apply")),
        NEW_LINE,
        "|",
        *_between([[column] for column in columns]),
        "=>",
    ]
    tokens += [*_between([[result] for result in results]), "|"]
    for _ in range(rows):
        cells = [draw(condition if column == "when" else _cell) for column in columns]
        answers = [draw(_amount_cell if result in {"first response", "resolution"} else _value_cell) for result in results]
        tokens += [NEW_LINE, "|", *_between(cells), "=>", *_between(answers), "|"]
    return [*tokens, NEW_LINE, "}"]


def _between(cells: list[Tokens]) -> Tokens:
    return [token for index, cell in enumerate(cells) for token in (["|", *cell] if index else cell)]


_cell = st.one_of(
    one("any", "-"), seq(maybe("not"), listed(option, 1, 2)), comparison, text_test, set_test, membership,
)  # fmt: skip
_value_cell = st.one_of(one("any", "-"), listed(word, 1, 2))
_amount_cell = st.one_of(one("any", "-"), _plain_amount, seq("not before", _plain_amount))

_given_value = st.one_of(
    one(*TEXTS, *NUMBERS, *DURATIONS, *MOMENTS, "unknown", "true", "press", "{}", '{"a", "b"}'),
    one('{ {issued_at 2025-02-01 00:00 UTC rule "spam"} }'),
)
given = seq("given", one("interaction", "case", "draft"), "{", many(seq(path, _given_value), 0, 4), "}")
expectation = st.one_of(
    seq("verdict", one("revise", "allow")),
    seq("suggested text", text),
    seq("no", "finding", word),
    seq(one("severity", "tier", "tag", "segment"), word),
    seq("resolution", "not before", st.one_of(_plain_amount, one("2026-12-20 16:00"))),
    seq("first response", "within", _plain_amount),  # after `earlier of`, a comma would go on with the amounts
    seq("first response", "due", moment),
    seq("rule", name, maybe("[3]"), one("applied", "not applied", "overridden", "undetermined")),
    seq("no", one("queue", "tag")),
    seq("no", "tag", word),
    seq("conflict", "on", word),
    seq("require", "approval", "from", word),
)
case_expectation = st.one_of(
    seq(one("first response", "resolution"), one("met", "breached", "running", "paused", "not started", "cancelled", "warned")),
    seq("no", "clock", "on", word),
    seq("next", "check", moment),
    seq("no", "next", "check"),
    seq("reminded", one("1 time", "0 times", "1_000 times")),
)
_case_time = one(*DURATIONS, "3 days", "1 week", *MOMENTS)
_told = st.one_of(
    seq("expect", listed(st.one_of(expectation, case_expectation), 1, 3)),
    seq("after", _case_time, "expect", listed(st.one_of(expectation, case_expectation), 1, 3)),
    seq("at", _case_time, one("replied", "status_changed"), maybe("{", many(seq(path, _given_value), 0, 3), "}")),
)
test = seq("test", text, "{", maybe(given), many(_told, 0, 5), "}")

_words = listed(word)
_word_option = st.one_of(seq("on", _words), seq("for", _words), seq("not", "for", _words), seq("unless", "disclosed"))
_word_role = st.one_of(
    seq(one("accept", "unclear"), one("labels", "statements")),
    one("denials", "retractions", "poses", "negations", "fillers", "affiliate links"),
)
vocabulary = seq(
    "vocabulary", name, title, "{",
    shuffled(
        maybe("countries", listed(one("US", "GB", "DE"))),
        maybe("languages", listed(one("en", "de", "fr"))),
        maybe("within", "first", one("1", "3", "1_0"), "hashtags"),
        many(seq(_word_role, word, many(_word_option, most=2))),
        maybe("because", text),
        maybe("source", text),
        maybe("in force", window),
    ),
    "}",
)  # fmt: skip
_figures = st.one_of(
    seq(one("1", "125", "2_000"), one("character", "characters")),
    seq(one("1", "3"), one("line", "lines")),
    seq("125", "characters", ",", "3", "lines"),
    seq("1", "line", ",", "1", "character"),
)
folds = seq(
    "folds", name, title, "{", about,
    many(seq(one("x_post", "blog_post", "dm"), _figures, maybe("source", text), maybe("in force", window))),
    "}",
)  # fmt: skip

DECLARATIONS: dict[str, Tokenized] = {
    "use": use,
    "extend": extend,
    "outcome": outcome,
    "named condition": named_condition,
    "lexicon": lexicon,
    "calendar": calendar,
    "holidays": holidays,
    "vocabulary": vocabulary,
    "folds": folds,
    "ladder": ladder,
    "sla": sla,
    "metric": own_metric,
    "signal": signal,
    "roster": roster,
    "objective": objective,
    "campaign": campaign,
    "rule": rule,
    "first of": first_of,
    "table": table(),
    "constraint": constraint,
    "exclusion": exclusion,
    "promise": promise,
    "test": test,
}
"""A strategy for every kind of declaration but the header."""

declaration: Tokenized = st.sampled_from(sorted(DECLARATIONS)).flatmap(lambda kind: DECLARATIONS[kind])


@st.composite
def ruleset_tokens(draw: st.DrawFn, most: int = 3) -> Tokens:
    """The tokens of a file: perhaps a header, then declarations of any kind."""
    declarations = draw(st.lists(declaration, max_size=most))
    return [token for tokens in [draw(maybe(header)), *declarations] for token in tokens]


GAPS = (
    " ", "  ", "\n ", "\n\n ", "\n\n\n  ",
    " # why not\n ", "\n# on its own  \n\t", '\n\n  # apart, "quoted" /and/ {braced}\n\n ', "  #\n ",
)  # fmt: skip
"""What may stand between two tokens. A continued line is indented: a word at the margin begins a declaration."""


@st.composite
def laid_out(draw: st.DrawFn, tokens: Tokens) -> str:
    """The tokens as text, with white space, line breaks and comments of any kind between them, here and there or everywhere."""
    untidy = draw(st.sets(st.integers(0, max(0, len(tokens) - 1)), max_size=8))
    usual = draw(st.one_of(st.just([" "]), st.lists(st.sampled_from(GAPS), min_size=1, max_size=7)))
    parts: list[str] = []
    for index, token in enumerate(tokens):
        is_bar = token == "|" and parts[-1] != NEW_LINE  # a bar that begins a line would begin a row
        gap = draw(st.sampled_from(GAPS)) if index in untidy else usual[index % len(usual)]
        parts += [" " if is_bar else gap, token]
    return "".join(parts) + draw(st.sampled_from(("", *GAPS)))


@st.composite
def ruleset_texts(draw: st.DrawFn, most: int = 3) -> str:
    """The text of a ruleset file that parses, in any layout."""
    return draw(laid_out(draw(ruleset_tokens(most))))
