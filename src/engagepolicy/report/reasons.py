"""The reasons of a decision for a terminal: without the rules that did not apply, unless all are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.runtime.decision import Explanation

NOT_APPLIED = "did not apply"
INDENT = "  "


class Branch(TypedDict):
    """A line with the lines that belong under it."""

    label: str
    children: list[Branch]


def reasons_tree(explanation: Explanation, *, shows_all: bool) -> Branch:
    """Return the tree of an explanation, safe to print; without `shows_all` the rules that did not apply are only counted."""
    tree = visible_tree(explanation.tree())
    if not shows_all:
        tree["children"] = [_counted(child) if child["label"] == NOT_APPLIED else child for child in tree["children"]]
    return tree


def visible_tree(branch: Branch) -> Branch:
    """Return the branch with every label safe for a terminal; explanations are as deep as their own shape, not as anybody's data."""
    return Branch(label=render_visible(branch["label"]), children=[visible_tree(child) for child in branch["children"]])


def _counted(branch: Branch) -> Branch:
    count = len(branch["children"])
    return Branch(label=f"{NOT_APPLIED}: {count} {'rule' if count == 1 else 'rules'}; --all shows why", children=[])


def render_reasons(branch: Branch, depth: int = 0) -> Iterator[str]:
    """Yield the lines of the tree, each level indented."""
    yield INDENT * depth + branch["label"]
    for child in branch["children"]:
        yield from render_reasons(child, depth + 1)
