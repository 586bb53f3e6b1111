"""How the command line starts and ends: `init`, `schema`, versions, missing extras, colours, and what stops a command."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import typer

import engagepolicy
from engagepolicy.cli import endings
from tests.conftest import ROOT
from tests.faces.running import COLUMNS, run, run_process

VERBS = ("init", "decide", "explain", "track", "check", "test", "fmt", "schema")
LEAVES_OUT = "import sys; sys.modules[{module!r}] = None; from engagepolicy.cli.app import main; main()"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = run(verb, "--help")

    assert done.status == 0
    assert f"$ engagepolicy {verb}" in done.out


def test_the_version() -> None:
    assert run("--version").out == f"engagepolicy {engagepolicy.__version__}\n"


@pytest.mark.parametrize("words", [("nonsense",), ("check", "--nonsense"), ()])
def test_usage_errors(words: tuple[str, ...]) -> None:
    assert run(*words).status == 2


def test_a_starter_is_clean(tmp_path: Path) -> None:
    folder = str(tmp_path / "care")
    assert run("init", folder).status == 0
    assert run("check", "--strict", folder).status == 0
    assert run("test", folder).status == 0
    assert run("fmt", "--check", folder).status == 0
    decided = run("decide", "-p", f"{folder}/care.engage", f"{folder}/interactions.jsonl")
    assert decided.status == 0
    assert "read 5, decided 5, rejected 0" in decided.err
    assert "engagepolicy test" in (tmp_path / "care/.github/workflows/engagepolicy.yml").read_text(encoding="utf-8")


def test_a_starter_replaces_nothing_unless_told(tmp_path: Path) -> None:
    mine = tmp_path / "care.engage"
    mine.write_text("mine", encoding="utf-8")
    refused = run("init", str(tmp_path))

    assert refused.status == 2
    assert "care.engage is there already" in refused.err
    assert [each.name for each in tmp_path.iterdir()] == ["care.engage"]
    assert run("init", str(tmp_path), "--force").status == 0
    assert mine.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("of", ["interaction", "decision"])
def test_schemas(of: str) -> None:
    done = run("schema", "--policy", "brands.airline", "--of", of)

    assert done.status == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(done.out))


@pytest.mark.parametrize("module", ["typer", "rich"])
def test_without_the_extra_there_is_one_line(module: str) -> None:
    program = LEAVES_OUT.format(module=module)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert 'pip install "engagepolicy[tools]"' in done.stderr


def test_an_unknown_error_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise KeyError("hidden text")

    with pytest.raises(typer.Exit) as ended:
        endings.ending(fail)()
    told = capsys.readouterr().err
    monkeypatch.setenv(endings.DEBUG, "1")
    with pytest.raises(typer.Exit):
        endings.ending(fail)()

    assert ended.value.exit_code == 70
    assert "Please report it" in told
    assert "Traceback" not in told
    assert "hidden text" not in told
    assert "Traceback" in capsys.readouterr().err


def _hear_interrupts() -> None:
    """Undo what a shell does to programs that it starts in the background: they would never hear an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_is_quiet() -> None:
    words = [sys.executable, "-m", "engagepolicy", "decide", "-p", "womma.honesty", "--input-format", "jsonl", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, preexec_fn=_hear_interrupts) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"x\n" * 100_000)  # more than a pipe holds: it returns when rows are being read
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == b""


def see(words: list[str], env: dict[str, str]) -> str:
    """Return what the command writes to a terminal."""
    ours, theirs = pty.openpty()
    whole = {**os.environ, "COLUMNS": COLUMNS, "TERM": "xterm-256color", **env}
    done = subprocess.Popen([sys.executable, "-m", "engagepolicy", *words], stdout=theirs, stderr=subprocess.DEVNULL, env=whole, cwd=ROOT)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    done.wait()
    os.close(ours)
    return seen.decode("utf-8")


@pytest.mark.parametrize(
    ("more", "env", "is_colored"),
    [([], {}, True), ([], {"NO_COLOR": "1"}, False), (["--plain"], {}, False), ([], {"TERM": "dumb"}, False)],
)
def test_only_a_terminal_is_coloured(tmp_path: Path, more: list[str], env: dict[str, str], is_colored: bool) -> None:
    policy, rows = tmp_path / "small.engage", tmp_path / "rows.jsonl"
    policy.write_text('ruleset small { version "1" timezone UTC }\nrule every { severity high }\n', encoding="utf-8")
    rows.write_text('{"message": "Hello", "received_at": "2026-11-20T10:00:00Z"}\n', encoding="utf-8")
    words = ["decide", "-p", str(policy), str(rows), *more]
    assert ("\x1b[" in see(words, env)) is is_colored
    assert b"\x1b[" not in run_process(*words).stdout if is_colored else True


def test_the_summary_of_every_verb_is_a_whole_sentence() -> None:
    for columns in ("60", "80", "200"):
        assert "..." not in run("--help", columns=columns).out.replace("COMMAND [ARGS]...", "")


@pytest.mark.parametrize("verb", VERBS)
def test_help_speaks_no_python(verb: str) -> None:
    out = run(verb, "--help").out

    assert not [word for word in ("list[", "<str>", "<path>", "<int ") if word in out]


@pytest.mark.parametrize(
    ("words", "closed", "status"),
    [
        (("decide", "--policy", "womma.honesty", "-"), "<&-", 2),
        (("check", "-"), "<&-", 1),
        (("check", "std"), ">&-", 0),
        (("check", "std"), ">&- 2>&-", 0),
    ],
)
def test_a_closed_stream_is_an_empty_one(words: tuple[str, ...], closed: str, status: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "engagepolicy", *words], capture_output=True, text=True, check=False
    )

    assert done.returncode == status, done.stderr
    assert "internal error" not in done.stderr
