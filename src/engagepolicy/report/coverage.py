"""What the examples of rulesets show of their text: a table in the terminal, what is missing and where, and the same as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from engagepolicy.diagnostics.display import render_visible
from engagepolicy.diagnostics.render_json import Json
from engagepolicy.ir.places import Place
from engagepolicy.policy.policy import Policy
from engagepolicy.report.rulesets import real_name, shown_name
from engagepolicy.testing.coverage import DECIDED, Coverage, measure_coverage, merge_coverages
from engagepolicy.testing.coverage_goals import OVER_TIME, Goal, Measure
from engagepolicy.testing.examples import ExampleResult
from engagepolicy.testing.guards import Owner, Path
from engagepolicy.testing.mutations import Mutant
from engagepolicy.testing.watching import Watched, watch_examples

_NEVER_SEEN = "never seen "

Paint = Callable[[str, str], str]
"""Colours a text by what it means: `good`, `bad`, `strong` or `dim`."""


def no_paint(text: str, meaning: str) -> str:
    """Return the text as it is."""
    return text


class CoverageRun:
    """Runs the examples of rulesets and measures what they show of the files that were named."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take what the files are called on the command line."""
        self._shown_as = {real_name(shown_name(name)): shown_name(name) for name in names}
        self.files: list[str] = []
        self.runs: list[tuple[Policy, tuple[Watched, ...], Coverage]] = []

    def run(self, file: str, policy: Policy) -> tuple[ExampleResult, ...]:
        """Run the examples of the ruleset in one file and return how they came out."""
        watched = watch_examples(policy)
        self.files.append(file)
        self.runs.append((policy, watched, measure_coverage(policy, watched, files=self.files_of(policy))))
        return tuple(each.result for each in watched)

    def name_goal(self, goal: Goal) -> Goal:
        """Return the goal with its file called as on the command line, so that two rulesets that use it speak of one."""
        return replace(goal, place=self._name_place(goal.place))

    def name_mutant(self, mutant: Mutant) -> Mutant:
        """Return the mistake likewise."""
        return replace(mutant, place=self._name_place(mutant.place))

    def _name_place(self, place: Place | None) -> Place | None:
        return None if place is None else Place(self._shown_as.get(real_name(place.file), place.file), place.line)

    def files_of(self, policy: Policy) -> frozenset[str]:
        """Return those of the files that a ruleset is made of that were named, as it calls them."""
        program = policy.program
        places: list[Place | None] = [rule.place for rule in program.rules]
        places += [condition.place for condition in program.conditions]
        places += [constraint.place for constraint in program.constraints]
        places += [lexicon.place for lexicon in program.lexicons]
        places += [step.place for ladder in program.ladders for step in ladder.steps]
        places += [clock.place for clock in program.clocks]
        places += [calendar.place for calendar in program.calendars]
        places += [roster.place for roster in program.rosters]
        places += [signal.place for signal in program.signals]
        files = {each.file for each in places if each is not None}
        return frozenset(file for file in files if real_name(file) in self._shown_as)

    @property
    def coverage(self) -> Coverage:
        """What all examples show together."""
        return merge_coverages(
            Coverage(
                tuple(map(self.name_goal, each.goals)),
                frozenset(map(self.name_goal, each.shown)),
                frozenset(map(self.name_goal, each.unreachable)),
                each.left_out,
            )
            for _, _, each in self.runs
        )


# --- in a terminal


def render_coverage_text(coverage: Coverage, paint: Paint = no_paint) -> str:
    """Return the table of what is shown, and below it by place what no example shows."""
    lines = [*_table(coverage, paint), ""]
    for place, owner, missing in list_missing(coverage):
        lines.append(f"{_at(place)}: {paint(render_visible(owner.words), 'strong')}")
        lines += [f"     {render_visible(words)}" for words in missing]
    if coverage.unreachable:
        lines += ["", f"proved that no input can show {_count(len(coverage.unreachable), 'thing')}, which {_are(coverage)} not counted:"]
        for place, owner, goals in _by_owner(coverage.unreachable):
            lines.append(f"{_at(place)}: {paint(render_visible(owner.words), 'dim')}")
            lines += [f"     {render_visible(words)}" for words in _missing_words(goals)]
    return "\n".join(lines).rstrip("\n") + "\n"


def list_missing(coverage: Coverage) -> Iterator[tuple[Place | None, Owner, tuple[str, ...]]]:
    """Yield for each rule, condition or constraint where it stands and what no example shows of it, in words."""
    for place, owner, goals in _by_owner(coverage.missing):
        yield place, owner, tuple(_missing_words(goals))


def _are(coverage: Coverage) -> str:
    return "is" if len(coverage.unreachable) == 1 else "are"


def _table(coverage: Coverage, paint: Paint) -> Iterable[str]:
    yield from _part_of_table("coverage", coverage, DECIDED, paint)
    if coverage.count(OVER_TIME)[1]:
        yield ""
        yield from _part_of_table("over time", coverage, OVER_TIME, paint)
    if coverage.left_out:
        yield f"not counted: {coverage.left_out} in rulesets that are brought in by `use`"


def _part_of_table(name: str, coverage: Coverage, measures: frozenset[Measure], paint: Paint) -> Iterable[str]:
    counted = [each for each in Measure if each in measures and coverage.count(each)[1]]
    rows = [(each.value, *coverage.count(each), coverage.percent(each)) for each in counted]
    rows.append(("in all", *coverage.count(measures), coverage.percent(measures)))
    yield f"{paint(name.ljust(24), 'strong')}{'shown':>7}{'of':>7}"
    for words, shown, total, percent in rows:
        share = f"{percent} %".rjust(9)
        yield f"{words.ljust(24)}{shown:>7}{total:>7}{paint(share, 'good' if shown == total else 'bad')}"


def _at(place: Place | None) -> str:
    return "" if place is None else f"{place.file}:{place.line}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _by_owner(goals: Iterable[Goal]) -> list[tuple[Place | None, Owner, list[Goal]]]:
    """Return the goals by place and owner, in the order of the files."""
    owners: dict[tuple[str, int, Owner], list[Goal]] = {}
    for goal in goals:
        file, line = ("", 0) if goal.place is None else (goal.place.file, goal.place.line)
        owners.setdefault((file, line, goal.owner), []).append(goal)
    return [(each[0].place, owner, each) for (_, _, owner), each in sorted(owners.items(), key=lambda item: item[0])]


def _missing_words(goals: Iterable[Goal]) -> Iterable[str]:
    """Return what is missing of one owner, a line for each test; what was never true decided nothing by that, so this is not said."""
    listed = list(goals)
    untold = {(goal.role, goal.test, goal.wants) for goal in listed}
    seen: dict[tuple[str, str], list[str]] = {}
    decided: dict[tuple[str, str, Path], list[str]] = {}
    whole: list[str] = []
    for goal in listed:
        if goal.measure is Measure.DECIDING:
            truth = goal.wants.removeprefix("decides ")
            if (goal.role, goal.test, truth) not in untold:
                decided.setdefault((goal.role, goal.test, goal.path), []).append(f"by being {truth}")
        elif goal.test:
            seen.setdefault((goal.role, goal.test), []).append("not known" if goal.wants == "unknown" else goal.wants)
        else:
            whole.append(goal.missing.removeprefix(_NEVER_SEEN))
    if whole:
        yield f"{_NEVER_SEEN}{_either(whole)}"
    yield from (f"`{test}` never seen {_either(words)}" for (_, test), words in seen.items())
    yield from dict.fromkeys(f"`{test}` never decided {_either(words)}" for (_, test, _), words in decided.items())


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


# --- as data


def encode_coverage(coverage: Coverage) -> Json:
    """Return `{"shown", "total", "percent", "over_time", "measures", "missing", "unreachable", "left_out"}` as plain JSON data.

    `over_time` is `{"shown", "total", "percent", "missing"}` of what happens as time passes, which the other figures leave out; a measure
    says whether it is of that.
    """
    measures: list[Json] = []
    for each in Measure:
        told = _encode_share(coverage, each)
        if told["total"]:
            measures.append({"measure": each.value, "is_over_time": each in OVER_TIME, **told})
    return {
        **_encode_share(coverage, DECIDED),
        "over_time": {**_encode_share(coverage, OVER_TIME), "missing": _encode_missing(coverage, OVER_TIME)},
        "measures": measures,
        "missing": _encode_missing(coverage, DECIDED),
        "unreachable": [encode_goal(each) for each in coverage.goals if each in coverage.unreachable],
        "left_out": coverage.left_out,
    }


def _encode_share(coverage: Coverage, measures: Measure | frozenset[Measure]) -> dict[str, Json]:
    shown, total = coverage.count(measures)
    return {"shown": shown, "total": total, "percent": float(coverage.percent(measures))}


def _encode_missing(coverage: Coverage, measures: frozenset[Measure]) -> list[Json]:
    return [encode_goal(each) for each in coverage.missing if each.measure in measures]


def encode_goal(goal: Goal) -> dict[str, Json]:
    """Return one goal as plain JSON data."""
    return {
        "measure": goal.measure.value,
        "file": None if goal.place is None else goal.place.file,
        "line": None if goal.place is None else goal.place.line,
        "kind": goal.owner.kind,
        "name": goal.owner.name,
        "test": goal.test or None,
        "wants": goal.wants,
        "missing": goal.missing,
    }
