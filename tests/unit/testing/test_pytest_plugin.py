"""The pytest plugin: each `test` block is an item, and a failure reads as on the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

GOOD = """ruleset acme.care { timezone Europe/London }

rule billing {
  when  message mentions "invoice"
  queue "Billing"
}

test "an invoice" {
  given interaction {
    message     "My invoice"
    received_at 2026-11-20 10:00
  }
  expect queue "Billing"
}

test "no invoice" {
  given interaction {
    message     "Hello"
    received_at 2026-11-20 10:00
  }
  expect no queue
}
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    plugin = ("-p", "no:engagepolicy", "-p", "engagepolicy.pytest_plugin", "-p", "no:cacheprovider", "-p", "no:xdist")
    command = [sys.executable, "-m", "pytest", *plugin, "--rootdir", str(folder), "--color=no", *arguments]
    # what our own run was told, such as to measure coverage, is not for the one that is tried here
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV"))}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # what others installed has no part in it, and takes its time to load
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_every_block_is_an_item(tmp_path: Path) -> None:
    (tmp_path / "care.engage").write_text(GOOD, encoding="utf-8")
    done = run(tmp_path, "-v")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "care.engage::an invoice PASSED" in done.stdout
    assert "2 passed" in done.stdout
    assert "1 passed, 1 deselected" in run(tmp_path, "-k", "no and invoice").stdout


def test_a_block_that_does_not_hold_says_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "care.engage").write_text(GOOD.replace('expect queue "Billing"', 'expect queue "Legal"'), encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "Billing" in done.stdout
    assert "Legal" in done.stdout
    assert "care.engage:13" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_file_that_does_not_compile_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "care.engage").write_text(GOOD.replace("mentions", "mentoins"), encoding="utf-8")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "1 error" in done.stdout
    assert "error[EP" in done.stdout
