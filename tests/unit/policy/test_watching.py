"""A holder that follows its files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import engagepolicy as ep
from engagepolicy.comparison.locks import SURE
from engagepolicy.policy.watching import Watched

TEXT = 'ruleset acme {{ version "1" }}\nrule everything "All" {{\n  severity {word}\n}}\n'
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
INPUT = {"message": "Hello", "received_at": "2026-11-20T12:00:00Z"}


def put(path: Path, text: str, age: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(age * 10**9, age * 10**9))


def codes(watched: Watched) -> list[str]:
    return [] if watched.error is None else [each.code for each in watched.error.diagnostics]


def test_a_good_change_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, TEXT.format(word="low"), 1)
    watched = ep.watch(path)
    assert watched.policy.decide(INPUT).severity == "low"
    assert not watched.refresh()
    put(path, TEXT.format(word="high"), 2)
    assert watched.refresh()
    assert watched.policy.decide(INPUT).severity == "high"


def test_a_bad_change_is_told_and_the_old_policy_stays(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, TEXT.format(word="low"), 1)
    watched = ep.watch(path)
    put(path, TEXT.format(word="lowish"), 2)
    assert not watched.refresh()
    assert watched.error is not None
    assert watched.policy.decide(INPUT).severity == "low"
    put(path, TEXT.format(word="high"), 3)
    assert watched.refresh()
    assert watched.error is None


def test_a_change_in_a_used_file_counts(tmp_path: Path) -> None:
    used = tmp_path / "words.engage"
    put(used, 'ruleset words { version "1" }\nlexicon cries "Cries" { "help" }\n', 1)
    path = tmp_path / "acme.engage"
    rule = 'use "words.engage"\nrule everything "All" {\n  when message mentions cries\n  severity low\n}\n'
    put(path, 'ruleset acme { version "1" }\n' + rule, 1)
    watched = ep.watch(path)
    assert watched.policy.decide(INPUT).severity is None
    put(used, 'ruleset words { version "1" }\nlexicon cries "Cries" { "hello" }\n', 2)
    assert watched.refresh()
    assert watched.policy.decide(INPUT).severity == "low"


def test_a_file_that_goes_away_leaves_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, TEXT.format(word="low"), 1)
    watched = ep.watch(path)
    path.unlink()
    assert not watched.refresh()
    assert watched.error is not None
    assert watched.policy.decide(INPUT).severity == "low"


def test_the_first_text_must_load(tmp_path: Path) -> None:
    with pytest.raises(ep.PolicyError):
        ep.watch(tmp_path / "missing.engage")


def test_a_new_file_with_an_error_is_followed_until_it_is_cured(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, TEXT.format(word="low"), 1)
    watched = ep.watch(path)
    put(path, 'ruleset acme { version "2" }\nuse "rules.engage"\n', 2)
    assert not watched.refresh()
    assert codes(watched) == ["EP0201"]
    put(tmp_path / "rules.engage", "ruleset rules { }\nrule everything { severity hig }\n", 3)
    assert not watched.refresh()
    assert codes(watched) == ["EP0302"]
    put(tmp_path / "rules.engage", "ruleset rules { }\nrule everything { severity high }\n", 4)
    assert watched.refresh()
    assert codes(watched) == []
    assert watched.policy.decide(INPUT).severity == "high"


def test_a_compiled_policy_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "acme.json"
    put(path, ep.loads(TEXT.format(word="low")).to_json(), 1)
    watched = ep.watch(path)
    assert watched.policy.decide(INPUT).severity == "low"
    put(path, ep.loads(TEXT.format(word="high")).to_json(), 2)
    assert watched.refresh()
    assert watched.policy.decide(INPUT).severity == "high"
    put(path, "{}", 3)
    assert not watched.refresh()
    assert watched.error is not None


LOCK = """ruleset acme {{ version "{version}" }}
rule everything "All" {{ severity {word} }}
{locked}constraint no_cures "No cures" {{
  on draft
  {when}
  never text mentions {words}
  else {breach} "Do not promise a cure."
}}
"""
USED: dict[str, str] = {"version": "1", "word": "low", "locked": "locked ", "when": "", "words": '"cures", "heals"', "breach": "block"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"version": "2", "word": "high"}, None),
        ({"words": '"cures", "heals", "remedies"'}, None),
        ({"words": '"cures"'}, "it is not known to find all that it found"),
        ({"words": '"cures", "remedies"'}, "it is not known to find all that it found"),
        ({"breach": "revise"}, "a breach asked for `block` and asks for `revise`"),
        ({"locked": ""}, "it is no longer locked"),
        ({"when": "when relationship is employee"}, "it is not known to find all that it found"),
        ({"when": "when relationship is employee or not (relationship is employee)"}, "it is not known to find all that it found"),
    ],
)
def test_a_weaker_policy_is_refused_where_that_is_asked_for(changed: dict[str, str], reason: str | None, tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, LOCK.format(**USED), 1)
    careless, careful = ep.watch(path), ep.watch(path, refuse_weaker=True)
    put(path, LOCK.format(**{**USED, **changed}), 2)
    assert careless.refresh()
    assert careful.refresh() is (reason is None)
    assert codes(careful) == ([] if reason is None else ["EP1140"])
    if reason is not None:
        assert reason in str(careful.error) or SURE.get(reason, reason) in str(careful.error)
        assert careful.policy.review({"text": "It cures and heals all"}, at=NOON).verdict == "block"
        assert not careful.refresh()
        put(path, LOCK.format(**{**USED, "word": "high"}), 3)
        assert careful.refresh()
        assert careful.error is None


def test_a_constraint_that_is_gone_is_told_at_the_beginning_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, LOCK.format(**USED), 1)
    watched = ep.watch(path, refuse_weaker=True)
    put(path, TEXT.format(word="low"), 2)
    assert not watched.refresh()
    assert watched.error is not None
    (told,) = watched.error.diagnostics
    assert (told.span.source.name, told.span.line) == (str(path), 1)
    assert "it is no longer there" in told.message


def test_a_locked_constraint_may_move_to_another_name(tmp_path: Path) -> None:
    path = tmp_path / "acme.engage"
    put(path, LOCK.format(**USED), 1)
    watched = ep.watch(path, refuse_weaker=True)
    put(path, LOCK.format(**USED).replace("no_cures", "cures_nothing"), 2)
    assert watched.refresh()
