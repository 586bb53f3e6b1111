"""Printing the page that explains a message."""

from __future__ import annotations

import sys

from rich.markdown import Markdown

from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, WrongCall
from engagepolicy.cli.streams import make_console
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.lints.catalogue import LINT_BY_NAME
from engagepolicy.report.codes import find_page, title_by_code


def print_page(code: str, *, plain: bool) -> int:
    """Print the page of a code, or of a lint by its name, or its title where the installation has no pages.

    Raises `WrongCall` for what is neither.
    """
    titles = title_by_code()
    wanted = LINT_BY_NAME[code].code if code in LINT_BY_NAME else code.upper()
    if wanted not in titles:
        near = find_suggestions(code, LINT_BY_NAME, 1) or find_suggestions(wanted, titles, 1)
        raise WrongCall(f"there is no message {code}", *(f"did you mean {each}?" for each in near))
    page = find_page(wanted)
    if page is None:
        print(f"{wanted}: {titles[wanted]}")
    elif is_colored(sys.stdout, plain):
        make_console(sys.stdout, plain).print(Markdown(page), soft_wrap=False)
    else:
        print(page, end="")
    return CLEAN
