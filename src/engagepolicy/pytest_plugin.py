"""The pytest plugin: `.engage` files are collected, each `test` block in them is one test item.

It is switched off with `-p no:engagepolicy`. Whatever is not needed to see that a file is no ruleset is imported only once one is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

if TYPE_CHECKING:
    from engagepolicy.ir.program import Example
    from engagepolicy.policy.policy import Policy
    from engagepolicy.testing.examples import ExampleResult

RULESET_SUFFIX = ".engage"


class ExampleFailed(Exception):
    """An example does not hold."""

    def __init__(self, result: ExampleResult) -> None:
        """Take how it came out."""
        super().__init__(result.name)
        self.result = result


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> RulesetFile | None:
    """Collect rulesets."""
    return RulesetFile.from_parent(parent, path=file_path) if file_path.suffix == RULESET_SUFFIX else None


class RulesetFile(pytest.File):
    """One ruleset file: its own `test` blocks, or the one error that it does not compile."""

    @override
    def collect(self) -> Iterable[pytest.Item]:
        """Compile the file and yield an item for each `test` block in it."""
        from engagepolicy.diagnostics.base import Level
        from engagepolicy.diagnostics.render_text import render_text
        from engagepolicy.policy.loading import compile_files
        from engagepolicy.policy.policy import Policy

        compiled = compile_files([_name_of(self.path)])
        errors = [each for each in compiled.diagnostics if each.level is Level.ERROR]
        if errors or compiled.program is None:
            yield BrokenItem.from_parent(self, name="compiles", messages=render_text(errors))
            return
        policy = Policy(compiled.program, compiled.examples, compiled.diagnostics)
        seen: dict[str, int] = {}
        for example in policy.examples:
            seen[example.name] = seen.get(example.name, 0) + 1
            name = example.name if seen[example.name] == 1 else f"{example.name} ({seen[example.name]})"
            yield ExampleItem.from_parent(self, name=name, policy=policy, example=example)


def _name_of(path: Path) -> str:
    """Return what messages call the file: its path from the working folder where it lies in that."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


class ExampleItem(pytest.Item):
    """One `test` block."""

    def __init__(self, *, name: str, parent: RulesetFile, policy: Policy, example: Example) -> None:
        """Take the policy and the block."""
        super().__init__(name, parent)
        self._policy = policy
        self._example = example

    @override
    def runtest(self) -> None:
        """Run the block; raise `ExampleFailed`."""
        from engagepolicy.testing.examples import run_example

        result = run_example(self._policy, self._example)
        if not result.holds:
            raise ExampleFailed(result)

    @override
    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: object, **options: object) -> str:
        """Return what the command line says of a block that does not hold."""
        if not isinstance(excinfo.value, ExampleFailed):
            return str(super().repr_failure(excinfo))
        from engagepolicy.report.examples import render_examples_text
        from engagepolicy.report.rulesets import Tested

        return render_examples_text(Tested([(_name_of(self.path), excinfo.value.result)])).rstrip("\n")

    @override
    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the file, the line of the block counted from 0, and the name."""
        place = self._example.place
        return self.path, None if place is None else place.line - 1, self.name


class BrokenItem(pytest.Item):
    """Stands for the blocks of a file that does not compile."""

    def __init__(self, *, name: str, parent: RulesetFile, messages: str) -> None:
        """Take the messages, as people read them."""
        super().__init__(name, parent)
        self._messages = messages

    @override
    def setup(self) -> None:
        """Fail with the messages: before any test, so that it counts as an error."""
        pytest.fail(self._messages, pytrace=False)

    @override
    def runtest(self) -> None:
        """Do nothing: `setup` has ended it."""

    @override
    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the file and the name."""
        return self.path, None, self.name
