"""What examples that were made up are called."""

from __future__ import annotations

from engagepolicy.testing.coverage_goals import Goal


def fresh_name(name: str, taken: set[str]) -> str:
    """Return the name, numbered where an example is called so already."""
    number = 1
    fresh = name
    while fresh in taken:
        number += 1
        fresh = f"{name} ({number})"
    taken.add(fresh)
    return fresh


def shorten(text: str, most: int) -> str:
    """Return a text of at most so many characters, three dots in the place of its middle where it is longer."""
    kept = (most - 1) // 2
    return text if len(text) <= most else f"{text[:kept]}…{text[-kept:]}"


def say_goal(goal: Goal) -> str:
    """Return on one line what an example that reaches the goal shows."""
    words = goal.shows if not goal.test else f"{goal.owner.words}: {goal.shows}"
    return " ".join(words.split())


def name_after(goal: Goal, taken: set[str]) -> str:
    """Return a name for an example that was made to reach the goal."""
    return fresh_name(say_goal(goal).replace("`", ""), taken)


def render_covers(goals: list[Goal]) -> str:
    """Return the comment above a block, a line for each goal that it reaches."""
    return "".join(f"# covers {say_goal(goal)}\n" for goal in goals)
