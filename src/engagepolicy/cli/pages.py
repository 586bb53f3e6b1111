"""Printing the page that explains a message."""

from __future__ import annotations

import sys

from rich.markdown import Markdown

from engagepolicy.cli.colors import is_colored
from engagepolicy.cli.endings import CLEAN, WrongCall
from engagepolicy.cli.streams import make_console
from engagepolicy.diagnostics.suggestions import find_suggestions
from engagepolicy.report.codes import find_page, title_by_code


def print_page(code: str, *, plain: bool) -> int:
    """Print the page of a code, or its title where the installation has no pages; raise `WrongCall` for what is no code."""
    titles = title_by_code()
    wanted = code.upper()
    if wanted not in titles:
        near = find_suggestions(wanted, titles, 1)
        raise WrongCall(f"there is no message {code}", *(f"did you mean {each}?" for each in near))
    page = find_page(wanted)
    if page is None:
        print(f"{wanted}: {titles[wanted]}")
    elif is_colored(sys.stdout, plain):
        make_console(sys.stdout, plain).print(Markdown(page), soft_wrap=False)
    else:
        print(page, end="")
    return CLEAN
