"""What a review costs with every pack loaded, for a short draft and long ones: `python -m tests.benchmarks.bench_review`."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from typing import Any

import engagepolicy as ep

SENTENCE = "The new backpack from Halden has a pocket for everything, and I carry it every day. "
LENGTHS = (280, 25_000, 50_000, 100_000)
ROUNDS = 5
USED = {"used_product": True, "holds_opinion": True}


def draft_of(length: int) -> dict[str, Any]:
    """Return a paid creator's draft with a text of so many characters."""
    text = (f"#ad {SENTENCE}" + SENTENCE * (length // len(SENTENCE) + 1))[:length]
    author = {"account": "creator", "human": True, "age": "adult"}
    audience = {"countries": ["US", "GB", "DE"], "languages": ["en"], "children": False}
    ties = {"brand": "Halden", "relationship": "paid_creator", "compensation": ["money"]}
    return {"text": text, "channel": "blog_post", "author": author, "audience": audience, **ties, **USED}


def main() -> None:
    """Print seconds, and how much longer each text takes for how much longer it is."""
    policy = ep.load("honesty.all")
    policy.review(draft_of(100))
    first = None
    for length in LENGTHS:
        draft = draft_of(length)
        times = []
        for _ in range(ROUNDS):
            begun = perf_counter()
            policy.review(draft)
            times.append(perf_counter() - begun)
        took = median(times)
        first = first or took
        print(f"{length:>8,} characters  {took * 1000:9.1f} ms  {took / first:8.1f}x the time for {length / LENGTHS[0]:6.1f}x the text")


if __name__ == "__main__":
    main()
