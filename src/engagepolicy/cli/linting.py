"""The option that asks for lints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from engagepolicy.cli.endings import WrongCall
from engagepolicy.lints.base import Lint
from engagepolicy.lints.catalogue import SETS, NoSuchLint, select_lints

Lints = Annotated[
    list[str] | None,
    typer.Option("--lint", metavar="NAME,...", help=f"Give opinions too: sets of lints ({', '.join(SETS)}), names or codes of lints."),
]


def read_lints(options: Sequence[str] | None) -> tuple[Lint, ...]:
    """Return the lints that the options ask for; raise `WrongCall` for a name that none has."""
    names = [name.strip() for option in options or () for name in option.split(",")]
    try:
        return select_lints(name for name in names if name)
    except NoSuchLint as error:
        raise WrongCall(f"--lint: there is no lint {error}", *(f"did you mean {each}?" for each in error.near)) from None
