"""`engagepolicy diff`: what a newer policy decides otherwise, from files and from git, over all interactions and over past ones."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from engagepolicy.policy.loading import loads
from engagepolicy.proving.prover import Prover
from engagepolicy.runtime.questions import Question
from engagepolicy.testing import run_examples
from tests.faces.running import run
from tests.unit.diagnostics.test_render_sarif import LOG

pytest.importorskip("z3", reason="the solver is not installed")

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

HEADER = 'ruleset acme.care "Acme" { version "1" timezone Europe/London }\n'
OLD = HEADER + """use "words.engage"
segment many { when author.followers >= 10_000 }
rule threat { when message mentions legal severity critical first response within 1h queue "Legal" }
rule loud { when many severity high first response within 4h }
locked constraint no_cures { on draft never text mentions "cures", "heals" else block "No cures." }
"""
WORDS = 'ruleset acme.words { version "1" timezone Europe/London }\nlexicon legal { "lawsuit", "attorney" }\n'
NEW = (
    OLD.replace('version "1"', 'version "2"')
    .replace("within 1h", "within 2h")
    .replace('"cures", "heals"', '"cures"')
    .replace('queue "Legal"', 'queue "Counsel"')
)
ROWS = [
    {"id": "a-1", "message": "My attorney will call", "received_at": "2026-11-20T10:00:00Z"},
    {"id": "a-2", "message": "Hello", "received_at": "2026-11-20T10:00:00Z"},
    {"id": "a-3", "message": "lawsuit!", "received_at": "2026-11-20T10:00:00Z", "author": {"followers": 20_000}},
    {"id": "a-4", "received_at": "2026-11-20"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("old.engage", OLD), ("new.engage", NEW), ("words.engage", WORDS)):
        Path(name).write_text(text, encoding="utf-8")
    Path("rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_text(check_golden: Callable[[str, str], None]) -> None:
    check_golden("diff.text.txt", run("diff", "old.engage", "new.engage", "--replay", "rows.jsonl").transcript)


@pytest.mark.usefixtures("folder")
def test_annotations(check_golden: Callable[[str, str], None]) -> None:
    check_golden("diff.github.txt", run("diff", "old.engage", "new.engage", "--format", "github").transcript)


@pytest.mark.usefixtures("folder")
def test_sarif_has_a_result_at_each_rule_that_changes_something() -> None:
    done = run("diff", "old.engage", "new.engage", "--format", "sarif", "--fail-on", "looser")

    Draft202012Validator(LOG).validate(json.loads(done.out))
    (told,) = json.loads(done.out)["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in told["results"]]
    assert [(each["artifactLocation"]["uri"], each["region"]["startLine"]) for each in places] == [
        ("new.engage", 4),
        ("new.engage", 4),
        ("new.engage", 6),
    ]
    assert [f"{each['message']['text'].split(' is ')[0]}: {each['ruleId']} {each['level']}" for each in told["results"]] == [
        "`first response`: EP1146 error",
        "`queue`: EP1147 note",
        "the constraint `no_cures`: EP1146 error",
    ]
    assert done.status == 1


@pytest.mark.usefixtures("folder")
def test_what_is_gone_is_told_where_it_stood() -> None:
    kept = "\n".join(line for line in OLD.split("\n") if not line.startswith(("rule threat", "locked")))
    Path("new.engage").write_text(kept, encoding="utf-8")
    (told,) = json.loads(run("diff", "old.engage", "new.engage", "--format", "sarif").out)["runs"]

    found = {each["message"]["text"].split(" is ")[0]: each["locations"][0]["physicalLocation"] for each in told["results"]}
    stood = {name: (place["artifactLocation"]["uri"], place["region"]["startLine"]) for name, place in found.items()}
    assert stood == {
        "`first response`": ("old.engage", 4),
        "`queue`": ("old.engage", 4),
        "`severity`": ("old.engage", 4),
        "the constraint `no_cures`": ("old.engage", 6),
    }
    assert "`threat` stood here, and is gone" in told["results"][0]["message"]["text"]


@pytest.mark.usefixtures("folder")
def test_junit_has_a_case_for_everything_compared() -> None:
    root = ElementTree.fromstring(run("diff", "old.engage", "new.engage", "--format", "junit").out)
    failed = {case.get("name") for case in root.iter("testcase") if case.find("failure") is not None}
    noted = {case.get("name") for case in root.iter("testcase") if case.find("system-out") is not None}

    assert (failed, noted) == ({"first response", "constraint no_cures"}, {"queue"})
    assert int(root.get("tests", 0)) == len(list(root.iter("testcase"))) > 10
    assert root.get("failures") == "2"


@pytest.mark.usefixtures("folder")
def test_json_has_tests_that_tell_the_versions_apart() -> None:
    told = json.loads(run("diff", "old.engage", "new.engage", "--format", "json", "--replay", "rows.jsonl").out)

    assert (told["differs"], told["looser"], told["same"]) == (True, True, False)
    relations = {each["name"]: each["relation"] for each in told["decisions"] if each["relation"] != "equal"}
    assert relations == {"first_response": "looser", "queue": "different"}
    assert [(each["name"], each["relation"]) for each in told["drafts"] if each["relation"] != "equal"] == [("no_cures", "looser")]
    blocks = [change["test"] for each in told["decisions"] for change in each["changes"]]
    assert len(blocks) == 2
    for text, expected in ((OLD, False), (NEW, True)):
        results = run_examples(loads(text + "".join(blocks), folder="."))
        assert [each.holds for each in results] == [expected] * 2
    assert told["history"]["changed"] == 2
    transitions = told["history"]["outcomes"]["queue"]["transitions"]
    assert transitions == [{"old": '"Legal"', "new": '"Counsel"', "count": 2, "examples": ["a-1 (line 1)", "a-3 (line 3)"]}]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("old.engage", "new.engage"), 0),
        (("old.engage", "new.engage", "--fail-on", "looser"), 1),
        (("old.engage", "new.engage", "--fail-on", "different"), 1),
        (("old.engage", "new.engage", "--fail-on", "undecided"), 0),
        (("old.engage", "old.engage", "--fail-on", "different", "--fail-on", "undecided"), 0),
        (("old.engage", "missing.engage"), 2),
        (("old.engage",), 2),
        (("old.engage", "new.engage", "--map", "message=text"), 2),
        (("old.engage", "new.engage", "--replay", "missing.jsonl"), 2),
        (("old.engage", "new.engage", "-o", "new.engage"), 2),
        (("git:HEAD", "brands.bank"), 2),
        (("git:HEAD", "git:HEAD"), 2),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_status(words: tuple[str, ...], status: int) -> None:
    assert run("diff", *words).status == status


@pytest.mark.usefixtures("folder")
def test_without_the_solver_examples_are_still_found() -> None:
    with patch("engagepolicy.comparison.comparing.has_solver", return_value=False):
        told = json.loads(run("diff", "old.engage", "new.engage", "--format", "json").out)

    found = {each["name"]: each for each in told["decisions"] if each["relation"] != "equal"}
    assert found["first_response"]["changes"][0]["direction"] == "looser"
    assert "not installed" in found["first_response"]["undecided"][0]["because"]


@pytest.mark.usefixtures("folder")
def test_an_interruption_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Prover.answer

    def interrupt(self: Prover, question: Question, *, shown: bool = True) -> object:
        signal.raise_signal(signal.SIGINT)
        return asked(self, question, shown=shown)

    monkeypatch.setattr(Prover, "answer", interrupt)
    done = run("diff", "old.engage", "new.engage", "--format", "json")

    assert done.status == 130
    undecided = {each["name"]: each["undecided"] for each in json.loads(done.out)["decisions"] if each["relation"] == "undecided"}
    assert undecided["queue"] == [{"direction": None, "because": "the comparison was interrupted"}]
    assert "interrupted" in done.err


@pytest.mark.usefixtures("folder")
def test_rows_that_only_one_version_accepts_are_counted() -> None:
    Path("new.engage").write_text(NEW + 'extend interaction { plan : enum(basic, plus) }\n', encoding="utf-8")
    told = json.loads(run("diff", "old.engage", "new.engage", "--format", "json", "--replay", "rows.jsonl").out)

    assert (told["history"]["only_old"], told["history"]["decided"], told["history"]["rejected"]) == (3, 0, 1)
    assert told["notes"] == ["only the new one knows `plan`"]


@pytest.mark.usefixtures("folder")
def test_rows_that_nobody_accepts_are_a_wrong_call() -> None:
    Path("rows.csv").write_text("id,text,when\n1,hello,2026-11-20\n", encoding="utf-8")
    done = run("diff", "old.engage", "old.engage", "--replay", "rows.csv", "--fail-on", "different")

    assert (done.status, done.out) == (2, "")
    assert "every row was rejected by both, 1 in all" in done.err
    assert "write FACT=COLUMN" in done.err


# --- from git


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, capture_output=True, env={**os.environ, **IDENTITY})


IDENTITY = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose last commit has the older version, in a folder of its own; the newer lies in the working tree."""
    care = folder / "care"
    care.mkdir()
    for name, text in (("acme.engage", OLD), ("words.engage", WORDS)):
        (care / name).write_text(text, encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", "care")
    git("commit", "-q", "-m", "first")
    (care / "acme.engage").write_text(NEW, encoding="utf-8")
    (care / "words.engage").write_text(WORDS.replace('"lawsuit", ', ""), encoding="utf-8")
    monkeypatch.chdir(care)
    return folder


@needs_git
@pytest.mark.parametrize(
    ("old", "new", "here"),
    [
        ("git:HEAD", "acme.engage", "care"),
        ("git:main", "care/acme.engage", "."),
        ("git:HEAD:care/acme.engage", "acme.engage", "care"),
        ("git:HEAD:./acme.engage", "acme.engage", "care"),
    ],
)
def test_a_revision_is_read_with_all_that_it_uses(old: str, new: str, here: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / here)
    told = json.loads(run("diff", old, new, "--format", "json").out)

    relations = {each["name"]: each["relation"] for each in told["decisions"] if each["relation"] != "equal"}
    assert relations == {"first_response": "looser", "queue": "different", "severity": "looser"}
    (edit,) = (each for each in told["edits"] if each["kind"] == "lexicon")
    assert (edit["fate"], edit["name"], edit["details"]) == ("changed", "legal", ['- "lawsuit"'])


@needs_git
@pytest.mark.usefixtures("repository")
def test_two_revisions_of_one_file_are_the_same() -> None:
    done = run("diff", "git:HEAD:care/acme.engage", "git:main:./acme.engage", "--fail-on", "different")

    assert done.status == 0
    assert "the same policy" in done.out


@needs_git
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("git:nowhere", "the repository has no revision `nowhere`"),
        ("git:--output=x", "`--output=x` is no revision"),
        ("git:", "`` is no revision"),
        ("git:HEAD; touch x", "the repository has no revision `HEAD; touch x`"),
        ("git:HEAD:care/none.engage", "there is no such file at HEAD"),
        ("git:HEAD:care", "it is a directory"),
        ("git:HEAD:./old/acme.engage", "it may have had another place: git:HEAD:care/acme.engage"),
        ("git:HEAD:../../outside.engage", "it lies outside of the repository"),
    ],
)
def test_what_git_does_not_have_is_told(name: str, told: str, repository: Path) -> None:
    done = run("diff", name, "acme.engage")

    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert sorted(path.name for path in repository.iterdir() if path.name in ("x", "output")) == []


@needs_git
@pytest.mark.usefixtures("folder")
def test_a_file_in_no_repository_is_told() -> None:
    with patch.dict("os.environ", {"GIT_CEILING_DIRECTORIES": str(Path.cwd().parent)}):
        done = run("diff", "git:HEAD", "new.engage")

    assert done.status == 2
    assert "is in no git repository" in done.err


@pytest.mark.usefixtures("folder")
def test_a_machine_without_git_is_told() -> None:
    with patch.dict("os.environ", {"PATH": ""}):
        done = run("diff", "git:HEAD", "new.engage")

    assert done.status == 2
    assert "git is not installed" in done.err
