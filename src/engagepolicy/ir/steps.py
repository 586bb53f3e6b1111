"""The steps by which time climbs a ladder: from where to where, when, and what holds them off."""

from __future__ import annotations

from dataclasses import dataclass, field

from engagepolicy.ir.places import Place
from engagepolicy.values.amounts import Amount, render_amount

MOST_REPEATS = 1000
"""Rounds of one reminder, so that a history stays readable and of bounded length."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rounds after the first: the tier reached is reminded `count` more times, `every` amount after the last time."""

    count: int
    every: Amount
    until_acknowledged: bool = True

    def __post_init__(self) -> None:
        """Raise `ValueError` for a count that is none or without measure."""
        if not 1 <= self.count <= MOST_REPEATS:
            raise ValueError(f"a reminder repeats 1 to {MOST_REPEATS} times, not {self.count}")


@dataclass(frozen=True, slots=True)
class Step:
    """One step up. Exactly one of `after`, `at`, `on_breach` and `on_warning` says when.

    - `after` counts from the moment the tier was entered, `at` from the start of the case; with a metric in `without`, neither
      before its wait began, and its pauses push the step as they push its due time.
    - `on_breach`, `on_warning`: when the clock of that metric, still waiting, is breached or has warned; at once where it was so
      when the tier was entered.
    - `without`: a metric that must still wait (`without first response`), or a kind of event that must not have come since
      the case was opened or last reopened.
    - `until_acknowledged`: not while somebody has acknowledged the case.
    - `from_tier` None is any lower tier. `name` is how people call the step, `place` where it is written.
    """

    from_tier: str | None
    to_tier: str
    after: Amount | None = None
    at: Amount | None = None
    on_breach: str | None = None
    on_warning: str | None = None
    without: str | None = None
    until_acknowledged: bool = False
    repeat: Repeat | None = None
    name: str | None = None
    place: Place | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Raise `ValueError` unless exactly one thing says when."""
        given = [each for each in (self.after, self.at, self.on_breach, self.on_warning) if each is not None]
        if len(given) != 1:
            raise ValueError("a step says when in one way: `after`, `at`, on a breach or on a warning")

    @property
    def text(self) -> str:
        """The step's name, or the step as the language writes it."""
        if self.name is not None:
            return self.name
        if self.after is not None:
            when = f"after {render_amount(self.after)}"
        elif self.at is not None:
            when = f"at {render_amount(self.at)}"
        elif self.on_breach is not None:
            when = f"on breach of {self.on_breach}"
        else:
            when = f"on warning of {self.on_warning}"
        origin = "" if self.from_tier is None else f"{self.from_tier} "
        without = "" if self.without is None else f" without {self.without}"
        return f"{origin}to {self.to_tier} {when}{without}" + (" until acknowledged" if self.until_acknowledged else "")
