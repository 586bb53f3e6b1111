"""From the paths on a command line to ruleset files; whatever is wrong with them is a wrong call."""

from __future__ import annotations

import os
from collections.abc import Sequence

from engagepolicy.cli.endings import WrongCall, describe_os_error
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.report.rulesets import NoSuchRuleset, find_rulesets
from engagepolicy.resources import ruleset_names


def find_files(paths: Sequence[str], verb: str) -> tuple[str, ...]:
    """Return the rulesets that the paths mean; raise `WrongCall` if one means nothing, or all together mean nothing."""
    if not paths:
        raise WrongCall(f"nothing to {verb}: name files, folders or shipped rulesets", f"for example: engagepolicy {verb} .")
    try:
        found = find_rulesets(paths)
    except NoSuchRuleset as error:
        near = find_suggestions(str(error), [*ruleset_names(), *_siblings(str(error))], 1)
        raise WrongCall(f"{error} is no file, no folder and no shipped ruleset", *(f"did you mean {each}?" for each in near)) from None
    except OSError as error:
        raise WrongCall(f"{error.filename} cannot be read: {describe_os_error(error)}") from None
    if not found:
        raise WrongCall(f"nothing to {verb}: no .engage file in {', '.join(paths)}")
    return found


def _siblings(path: str) -> list[str]:
    folder = os.path.dirname(path)
    try:
        return [os.path.join(folder, each) for each in os.listdir(folder or ".")]
    except OSError:
        return []
