"""Well-typed rulesets as text over small domains, together with every input that they can tell apart.

`strategies_syntax` has texts that parse and mean nothing; these compile, and all that can be asked of them can be tried. The same
writer serves Hypothesis, which makes what fails smaller, and long runs, which count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st

from tests.small_worlds import ASPECTS, Aspect, Facts, all_inputs

EFFECTS: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "severity": ("low", "normal", "high", "critical"),
        "tag": ('"legal"', '"urgent"', '"legal", "urgent"'),
        "points": ("1", "2"),
    },
    {
        "tier": ("frontline", "specialist", "manager"),
        "queue": ('"A"', '"B"', '"C"'),
        "route": ("robot", "person", "team"),
        "desk": ('"D"', '"E"'),
    },
    {
        "first response": ("1h", "2h", "4h", "2h on hours", "1 day"),
        "resolution": ("30m", "3h", "2 days"),
        "notify": ('"Ann"', '"Ann", "Bob"'),
    },
)
"""What rules of each layer give. A rule reads what lower layers give, so that no rule waits for itself."""

READ: tuple[tuple[str, ...], ...] = (
    (),
    (
        "severity is high", "severity >= normal", "severity < critical", "known severity", 'tags contains "legal"',
        'tags contains none of "legal", "urgent"', "points < 2", "points is 1", "severity or else low is low",
    ),
    ("tier is specialist", "tier >= specialist", 'queue is "A"', "known queue", "route is robot", "route > robot", 'desk is "D"'),
)  # fmt: skip
"""What can be asked of outcomes in each layer, beside what can be asked in the layers before."""

OUTCOME_CELLS: tuple[dict[str, tuple[str, ...]], ...] = (
    {},
    {"severity": ("high", "low, normal", ">= normal", "not low", "any")},
    {"tier": ("frontline", ">= specialist", "any"), "severity": ("critical", "any")},
)
OUTCOMES = """
outcome points { type int merge lowest }
outcome route  { type enum(robot < person < team) merge unique }
outcome desk   { type string merge unique on conflict "D" }
"""
EXCLUSIONS = (
    'tag "legal", "urgent"', "severity critical  route robot", 'queue "A", "B"  notify "Ann", "Bob"  desk "D"',
    "escalate to manager  points 1",
)  # fmt: skip
LADDER = "ladder care {\n  tier frontline\n  tier specialist\n  tier manager\n}\n"
HOURS = "calendar hours {\n  mon-fri 09:00-17:00\n}\n"


@dataclass(frozen=True)
class Ruleset:
    """The text of a ruleset, and the facts of all inputs that it tells apart."""

    text: str
    inputs: list[Facts] = field(repr=False)


@dataclass
class _Named:
    """What was written so far and can be spoken of: rules, tables and lists by layer, those that are locked left out."""

    targets: list[list[str]] = field(default_factory=lambda: [[] for _ in EFFECTS])
    rules: list[str] = field(default_factory=list)
    conditions: list[list[str]] = field(default_factory=lambda: [[] for _ in EFFECTS])
    segments: list[str] = field(default_factory=list)


class _Writer:
    """Writes one ruleset."""

    def __init__(self, random: Random, most_inputs: int) -> None:
        self.random = random
        self.aspects = self._choose(most_inputs)
        self.named = _Named()
        self.windows = [window for each in self.aspects for window in each.windows]

    def _choose(self, most_inputs: int) -> tuple[Aspect, ...]:
        chosen: list[Aspect] = []
        size = 1
        for aspect in self.random.sample(ASPECTS, self.random.randint(2, 6)):
            is_free = not any(aspect.claims & each.claims for each in chosen)
            if is_free and size * len(aspect.values) <= most_inputs:
                chosen.append(aspect)
                size *= len(aspect.values)
        return tuple(chosen)

    def is_so(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, options: Sequence[str]) -> str:
        return self.random.choice(options)

    # --- conditions

    def tests(self, layer: int) -> list[str]:
        """What can be asked in a layer; in the last one of everything that is read."""
        own = [test for aspect in self.aspects for test in aspect.tests]
        read = [test for below in READ[: layer + 1] for test in below]
        spoken = [name for below in self.named.conditions[: layer + 1] for name in below]
        return self.random.choice([each for each in (own, own, read, spoken) if each] or [["true"]])

    def condition(self, layer: int, depth: int = 2) -> str:
        shape = self.random.randrange(10) if depth else 0
        if shape < 5:
            return self.one(self.tests(layer))
        if shape == 5:
            return f"not ({self.condition(layer, depth - 1)})"
        parts = [f"({self.condition(layer, depth - 1)})" for _ in range(2)]
        return (" and " if shape < 8 else " or ").join(parts)

    # --- clauses

    def window(self) -> list[str]:
        return [f"in force {self.one(self.windows)}"] if self.windows and self.is_so(0.25) else []

    def asked(self, layer: int, *, often: float) -> list[str]:
        found = [f"when {self.condition(layer)}"] if self.is_so(often) else []
        return [*found, *(f"unless {self.condition(layer, 1)}" for _ in range(self.random.choice((0, 0, 0, 1, 2))))]

    def effects(self, layer: int) -> list[str]:
        names = self.random.sample(sorted(EFFECTS[layer]), self.random.choice((1, 1, 2)))
        return [self.effect(name, self.one(EFFECTS[layer][name])) for name in names]

    def effect(self, name: str, value: str) -> str:
        if name == "tier":
            return f"escalate to {value}"
        return f"{name} within {value}" if name in ("first response", "resolution") else f"{name} {value}"

    def against(self, layer: int, share: float, clauses: tuple[str, ...] = ("overrides", "exception to")) -> list[str]:
        """Whom it overrides or is an exception to: what was written before it, so that nothing goes round in a circle."""
        found = []
        for clause in clauses:
            if self.named.targets[layer] and self.is_so(share):
                count = min(len(self.named.targets[layer]), self.random.choice((1, 1, 2)))
                found.append(f"{clause} {', '.join(self.random.sample(self.named.targets[layer], count))}")
        return found

    # --- declarations

    def name_condition(self) -> str:
        layer = self.random.choice((0, 0, 1))
        name = f"condition_{sum(map(len, self.named.conditions)) + 1}"
        kind = self.one(("define", "segment"))
        text = _block(f"{kind} {name}", [*(self.asked(layer, often=0.9) or ["when true"]), *self.window()])
        self.named.conditions[layer].append(name if kind == "define" else f"segment is {name}")
        if kind == "segment" and layer == 0:
            self.named.segments.append(name)
        return text

    def rule(self, name: str, layer: int, against: float = 0.25) -> tuple[str, bool]:
        is_locked = self.is_so(0.08)
        lines = [
            *self.asked(layer, often=0.85), *self.effects(layer), *self.window(), *self.against(layer, against),
            *(["if unknown apply"] if self.is_so(0.15) else []),
        ]  # fmt: skip
        self.named.rules.append(name)
        return _block(f"{'locked ' if is_locked else ''}rule {name}", lines), is_locked

    def one_rule(self, number: int, layer: int) -> str:
        text, is_locked = self.rule(f"rule_{number}", layer)
        if not is_locked:
            self.named.targets[layer].append(f"rule_{number}")
        return text

    def first_of(self, number: int, layer: int) -> str:
        members = [self.rule(f"list_{number}_{place}", layer, 0.1) for place in range(1, self.random.randint(2, 4))]
        free = [f"list_{number}_{place}" for place, (_, is_locked) in enumerate(members, 1) if not is_locked]
        self.named.targets[layer] += [*free, *([f"list_{number}"] if len(free) == len(members) else [])]
        body = "".join(text for text, _ in members)
        return f"first of list_{number} {{\n{body}}}\n"

    def table(self, number: int, layer: int) -> str:
        name, hit = f"table_{number}", self.one(("", "", " all matches"))
        inputs = {heading: cells for each in self.aspects if each.cells for heading, cells in each.cells.items()}
        inputs |= {heading: cells for cells_of in OUTCOME_CELLS[: layer + 1] for heading, cells in cells_of.items()}
        if self.named.segments:
            inputs["segment"] = (*self.named.segments, f"not {self.named.segments[0]}", "any")
        inputs["when"] = (*(self.condition(layer, 1) for _ in range(3)), "any")
        left = self.random.sample(sorted(inputs), min(len(inputs), self.random.randint(1, 3)))
        right = self.random.sample(sorted(EFFECTS[layer]), self.random.choice((1, 2)))
        rows = []
        for _ in range(self.random.randint(1, 4)):
            given = [self.one(EFFECTS[layer][each]) for each in right]
            shown = [value if place == 0 or self.is_so(0.8) else "-" for place, value in enumerate(given)]
            rows.append(f"| {' | '.join(self.one(inputs[each]) for each in left)} => {' | '.join(shown)} |")
        clauses = [*self.window(), *self.against(layer, 0.15, ("overrides",)), *(["if unknown apply"] if self.is_so(0.15) else [])]
        self.named.targets[layer].append(name)
        self.named.rules += [f"{name}[{place}]" for place in range(1, len(rows) + 1)]
        return _block(f"table {name}{hit}", [*clauses, f"| {' | '.join(left)} => {' | '.join(right)} |", *rows])

    def promise(self, number: int) -> str:
        last = len(EFFECTS) - 1
        kind = self.one(("prove", "prove", "purpose"))
        claims: tuple[Callable[[], str], ...] = (
            lambda: self.condition(last, 1),
            lambda: f"first response within {self.one(EFFECTS[2]['first response'])}",
            lambda: f"rule {self.one(self.named.rules)} applies",
            lambda: self.one(("no conflict", "no conflict on queue", "no conflict on route")),
        )
        asked = self.asked(last, often=0.8)
        promised = [f"then {self.random.choice(claims)()}" for _ in range(self.random.choice((1, 1, 2)))]
        return _block(f'{kind} "promise {number}"', [*asked, *promised])

    def draft_rule(self) -> str:
        asked = f"when {self.one(('ai_generated is full', 'scripted'))}"
        return _block("constraint honest", ["on draft", asked, 'never text contains "trust me"', 'else revise "Say so."'])

    def write(self, all_of_it: list[Facts]) -> Ruleset:
        has = self.one(("severity", "first response", "severity, tier")) if self.is_so(0.25) else ""
        zone = next((each.timezone for each in self.aspects if each.timezone != "UTC"), "UTC")
        every = [f"every interaction has {has}"] if has else []
        head = _block("ruleset small.world", ['version "1"', f"timezone {zone}", *every])
        declared = "".join(each.declarations for each in self.aspects)
        fields = [line for each in self.aspects for line in each.fields]
        extended = _block("extend interaction", fields) if fields else ""
        body = [self.name_condition() for _ in range(self.random.randrange(4))]
        kinds: tuple[Callable[[int, int], str], ...] = (self.one_rule, self.one_rule, self.one_rule, self.first_of, self.table)
        body += [self.random.choice(kinds)(number, self.random.randrange(3)) for number in range(1, self.random.randint(3, 7))]
        lines = self.random.sample(EXCLUSIONS, self.random.choice((0, 0, 1, 2)))
        body += [_block(f"exclusion apart_{number}", [line, *self.window()]) for number, line in enumerate(lines)]
        body += [self.promise(number) for number in range(self.random.randrange(3))]
        body += [self.draft_rule()] if self.is_so(0.1) else []
        return Ruleset("\n".join([head, extended, declared, HOURS, LADDER, OUTCOMES, *body]), all_of_it)


def _block(head: str, lines: Sequence[str]) -> str:
    return f"{head} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def make_ruleset(random: Random, most_inputs: int = 400) -> Ruleset:
    """Return a ruleset with at most so many inputs; the same one for a random in the same state."""
    writer = _Writer(random, most_inputs)
    return writer.write(all_inputs(writer.aspects))


def small_rulesets(most_inputs: int = 60) -> st.SearchStrategy[Ruleset]:
    """Rulesets with at most so many inputs."""
    return st.randoms(use_true_random=False).map(lambda random: make_ruleset(random, most_inputs))
