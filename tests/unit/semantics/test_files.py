"""Which files belong together: `use` by name and by path, several roots, circles."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagepolicy.compiler.pipeline import Compiled
from engagepolicy.policy.loading import compile_files

HEADER = "ruleset acme.{} {{ timezone UTC }}\n"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.engage"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(name.replace("__", "_")) + text, encoding="utf-8")


def compile_in(folder: Path, *names: str) -> Compiled:
    return compile_files([str(folder / f"{name}.engage") for name in names])


def codes(compiled: Compiled) -> list[str]:
    return [item.code for item in compiled.diagnostics]


def test_a_path_is_relative_to_the_file_that_uses_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        brand='use "parts/words.engage"\nrule r { when message mentions base tag a }',
        parts__words='use "deep/base.engage"',
        parts__deep__base='use "../other.engage"\nlexicon base { "a" include other_words }',
        parts__other='lexicon other_words { "b" }',
    )
    assert codes(compile_in(tmp_path, "brand")) == []


def test_a_shipped_ruleset_is_used_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, brand="use std\nuse examples.aws_support\nrule r { tag a }")
    compiled = compile_in(tmp_path, "brand")
    assert codes(compiled) == []
    assert compiled.program is not None
    assert compiled.program.name == "acme.brand"


def test_two_roots_are_one_policy_in_either_order(tmp_path: Path) -> None:
    write(tmp_path, one="rule r { when known_fan tag a }", two="define known_fan { when likes > 3 }")
    first, second = compile_in(tmp_path, "one", "two"), compile_in(tmp_path, "two", "one")
    assert codes(first) == []
    assert first.program is not None
    assert first.program == second.program
    assert first.program.name == "acme.one+acme.two"


def test_a_file_named_twice_or_also_used_is_read_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        one=f'use "two.engage"\nuse "./two.engage"\nuse "../{tmp_path.name}/two.engage"\nrule r {{ tag a }}',
        two='rule s { tag b }\ntest "t" { given interaction { message "a" received_at 2026-01-01 00:00 } expect tag b }',
    )
    compiled = compile_in(tmp_path, "one", "one", "two")
    assert codes(compiled) == []
    assert [example.name for example in compiled.examples] == ["t"]
    assert [example.name for example in compile_in(tmp_path, "one").examples] == []  # tests of used files are their owners' business


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ({"one": 'use "one.engage"'}, ["one", "one"]),
        ({"one": 'use "two.engage"', "two": 'use "one.engage"'}, ["one", "two", "one"]),
        ({"one": 'use "two.engage"', "two": 'use "three.engage"', "three": 'use "two.engage"'}, ["two", "three", "two"]),
    ],
)
def test_a_circle_is_printed(tmp_path: Path, texts: dict[str, str], shown: list[str]) -> None:
    write(tmp_path, **texts)
    (circle,) = compile_in(tmp_path, "one").diagnostics
    assert circle.code == "EP0203"
    assert circle.message.partition("circle: ")[2].split(" -> ") == [str(tmp_path / f"{name}.engage") for name in shown]


def test_two_files_that_use_a_third_are_no_circle(tmp_path: Path) -> None:
    write(tmp_path, one='use "two.engage"\nuse "three.engage"', two='use "three.engage"', three="")
    assert codes(compile_in(tmp_path, "one")) == []


def test_a_long_chain_of_files(tmp_path: Path) -> None:
    write(tmp_path, **{f"f{at}": f'use "f{at + 1}.engage"' for at in range(300)}, f300="")
    assert codes(compile_in(tmp_path, "f0")) == []


@pytest.mark.parametrize(
    ("use", "code"),
    [('use "missing.engage"', "EP0201"), ('use "."', "EP0201"), ('use ""', "EP0201"), ("use us.nothing", "EP0202")],
)
def test_what_is_not_there_is_told_at_the_name(tmp_path: Path, use: str, code: str) -> None:
    write(tmp_path, one=use)
    (item,) = compile_in(tmp_path, "one").diagnostics
    assert (item.code, item.span.text) == (code, use.removeprefix("use "))


def test_what_a_missing_file_would_have_declared_is_not_missed_too(tmp_path: Path) -> None:
    text = """use "gone.engage"
    rule r { when message mentions words or vip escalate to counsel first response within 1h on office }
    rule s { when likes > "3" tag a }
    extend interaction { strikes : list of strike default {} }
    """
    write(tmp_path, one=text)
    assert codes(compile_in(tmp_path, "one")) == ["EP0201", "EP0404"]


def test_a_missing_root_names_itself_and_offers_no_fix_in_a_text(tmp_path: Path) -> None:
    (item,) = compile_files([str(tmp_path / "gone.engage")]).diagnostics
    assert item.code == "EP0201"
    (item,) = compile_files(["brands.airlines"]).diagnostics
    assert item.code == "EP0202"
    assert item.fixes == ()
    assert "brands.airline" in item.helps[0]


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "latin.engage").write_bytes(b'ruleset a { because "caf\xe9" }')
    assert codes(compile_in(tmp_path, "latin")) == ["EP0201"]


def test_the_same_name_in_two_files_is_told_in_the_root(tmp_path: Path) -> None:
    brand = 'use "zed.engage"\nlexicon words { "b" }\nrule r { when message mentions words tag a }'
    write(tmp_path, zed='lexicon words { "a" }', brand=brand)
    (item,) = compile_in(tmp_path, "brand").diagnostics
    assert item.code == "EP0303"
    assert item.span.source.name.endswith("brand.engage")


def test_unused_declarations_of_used_files_are_nobodys_mistake(tmp_path: Path) -> None:
    write(tmp_path, words='lexicon words { "a" }\nrule s { tag b }', brand='use "words.engage"\nrule r { tag a }')
    assert codes(compile_in(tmp_path, "brand")) == []
    assert codes(compile_in(tmp_path, "words")) == ["EP0305"]
