"""Records: their facts by dotted path, wherever these were declared, and what cannot be a record."""

from __future__ import annotations

import pytest

from tests.unit.compiler.compiling import decide, load, problems_of

RULE = "\nrule any_message { tag seen }\n"


def facts_of(text: str) -> dict[str, bool]:
    """Return the facts of an interaction that the text adds, with whether each is optional."""
    known = {field.path for field in load(RULE).program.schema_by_name["interaction"].fields}
    fields = load(text + RULE).program.schema_by_name["interaction"].fields
    return {field.path: field.is_optional for field in fields if field.path not in known}


def test_dotted_facts_a_held_record_and_an_extended_one_are_the_same_thing() -> None:
    dotted = "extend interaction { account.plan : string optional  account.size : int optional }"
    held = "record account { plan : string optional } extend account { size : int optional } extend interaction { account : account }"
    assert facts_of(dotted) == facts_of(held) == {"account.plan": True, "account.size": True}


def test_the_facts_of_an_optional_record_are_optional() -> None:
    text = "record account { plan : string } extend interaction { account : account optional }"
    assert facts_of(text) == {"account.plan": True}


def test_the_facts_of_a_private_record_are_private() -> None:
    text = "record account { plan : string optional } extend interaction { account : account private }"
    field = load(text + RULE).program.schema_by_name["interaction"].find("account.plan")
    assert field is not None
    assert field.is_private


def test_a_record_in_a_record_in_a_record() -> None:
    text = "record a { b : b } record b { c : c } record c { d : int optional } extend interaction { a : a }"
    assert facts_of(text) == {"a.b.c.d": True}


def test_facts_of_the_standard_author_can_be_added_on_the_way() -> None:
    assert facts_of("extend interaction { author.ssn : string optional private }") == {"author.ssn": True}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("extend interaction { likes : int optional }", [("EP0303", "likes")]),
        ("extend interaction { author.followers : string optional }", [("EP0303", "author.followers")]),
        ("record a { x : int } record a { y : int }", [("EP0303", "a")]),
        ("extend interaction { a : int optional  a.b : int optional }", [("EP0304", "a.b")]),
        ("record r { a : int  a.b : int } extend interaction { r : r optional }", [("EP0304", "a.b")]),
        ("record a { b : b } record b { a : a } extend interaction { top : a }", [("EP0411", "b")]),
        ("record a { a : a }", [("EP0411", "a")]),
        ("extend nobody { a : int }", [("EP0301", "nobody")]),
        ("extend interaction { a : target }", [("EP0402", "target")]),
        ("extend interaction { a : set of interaction }", [("EP0402", "interaction")]),
        ("extend interaction { a : set of set of string }", [("EP0402", "set of string")]),
        ("extend interaction { a : list of asset default {\"x\"} }", [("EP0402", '{"x"}')]),
        ("record r { x : int optional } extend interaction { r : r default {} }", [("EP0402", "{}")]),
        ("extend interaction { a : enum(x, y, x) optional }", [("EP0410", "x")]),
    ],
)  # fmt: skip
def test_what_cannot_be_a_record(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [problem for problem in problems_of(text + RULE) if problem[0] != "EP0305"] == wanted


def test_records_that_would_multiply_are_refused_once() -> None:
    doubling = "\n".join(f"record r{at} {{ a : r{at + 1}  b : r{at + 1} }}" for at in range(30)) + "record r30 { x : int optional }"
    assert [code for code, _ in problems_of(doubling + "\nextend interaction { top : r0 }" + RULE)] == ["EP0402"]


@pytest.mark.parametrize("last", ["record r2000 { x : int optional }", "record r2000 { a : r0 }"], ids=["chain", "circle"])
def test_records_within_records_without_measure_get_one_message(last: str) -> None:
    chain = "\n".join(f"record r{at} {{ a : r{at + 1} }}" for at in range(2000)) + last
    assert len(problems_of(chain + "\nextend interaction { top : r0 }" + RULE)) == 1


def test_a_fact_with_a_path_of_any_length_gets_one_message() -> None:
    path = ".".join("a" * 20_000)
    assert [code for code, _ in problems_of(f"extend interaction {{ {path} : int }} rule r {{ when {path} > 3 tag a }}")] == ["EP0402"]


def test_defaults_of_every_type() -> None:
    text = """
    extend interaction {
      b : bool default true     i : int default -1     n : number default 2.5     s : string default "x"
      d : date default 2026-01-01     m : datetime default 2026-01-01 00:00     u : duration default 1h
      e : enum(one, two) default two     t : set of string default {"a", "b"}     l : list of asset default {}
    }
    rule all_of_them {
      when b and i < 0 and n > 2 and s is "x" and d < 2026-02-01 and m < 2026-01-01 00:01 and u is 1h
        and e is two and t contains all of "a", "b" and count x in l < 1
      tag seen
    }"""
    assert decide(text).tags == {"seen"}


WRONG_DEFAULTS = [
    ("bool", "1"), ("int", "1.5"), ("int", '"x"'), ("number", "1h"), ("string", "3"), ("date", "1h"), ("datetime", "2026-01-01"),
    ("duration", "3 days"), ("enum(one, two)", "three"), ("enum(one, two)", '"one"'), ("set of string", "{1}"), ("set of int", "{one}"),
    ("list of asset", "3"), ("string", "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "default"), WRONG_DEFAULTS)
def test_a_default_of_another_type_is_told_once(of: str, default: str) -> None:
    found = problems_of(f"extend interaction {{ a : {of} default {default} }}" + RULE)
    assert len(found) == 1
    assert found[0][0] in {"EP0302", "EP0402", "EP0406"}
    assert found[0][1] in default
