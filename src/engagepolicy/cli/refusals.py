"""Inputs of rows that cannot be used as a whole: each a wrong call with what to change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engagepolicy.adapters.column_map import BadColumnMap
from engagepolicy.adapters.streams import UnreadableRows
from engagepolicy.cli.endings import WrongCall, describe_os_error
from engagepolicy.cli.policies import MAP_GUIDE
from engagepolicy.report.deciding import UnknownColumns

MOST_COLUMNS = 8


@contextmanager
def refusing_input(name: str, policy_name: str) -> Iterator[None]:
    """Raise `WrongCall` where reading the input inside the block shows that no row of it could be right."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WrongCall(f"{name} cannot be read: {describe_os_error(error)}") from None
    except UnreadableRows as error:
        raise WrongCall(f"{name} cannot be read as rows: {error}") from None
    except BadColumnMap as error:
        raise WrongCall(f"--map: {error}", MAP_GUIDE) from None
    except UnknownColumns as error:
        shown = [f"{each.path}: {each.expected.partition('; ')[2]}".removesuffix(": ") for each in error.problems[:MOST_COLUMNS]]
        more = [f"and {len(error.problems) - MOST_COLUMNS} more"] if len(error.problems) > MOST_COLUMNS else []
        raise WrongCall(
            f"{name} has columns that are no facts of {policy_name}: {', '.join([*shown, *more])}",
            "read facts from columns with --map FACT=COLUMN, or leave the others out with --extra ignore",
            MAP_GUIDE,
        ) from None
