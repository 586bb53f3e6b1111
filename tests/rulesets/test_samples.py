"""The public samples are excerpts of what was published, and the bank's policy decides every one of them."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

import engagepolicy
from tests.rulesets import public_samples

SAMPLES = Path(__file__).parent.parent.parent / "docs" / "samples"


def read_csv(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_interactions() -> list[dict[str, str]]:
    return [json.loads(line) for line in (SAMPLES / "cfpb_complaints.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_interaction_says_what_its_row_says() -> None:
    rows = read_csv("cfpb_complaints.csv")
    interactions = read_interactions()
    assert len(rows) == len(interactions) == 25
    for row, interaction in zip(rows, interactions, strict=True):
        month, day, year = map(int, row["Date received"].split("/"))
        received = datetime.fromisoformat(interaction["received_at"])
        assert (received.year, received.month, received.day, received.hour) == (year, month, day, 12)
        assert interaction["message"].startswith(row["Issue"])
        assert interaction["kind"] == "complaint"


def test_the_samples_show_every_product_and_way_of_submission() -> None:
    rows = read_csv("cfpb_complaints.csv")
    assert {row["Product"] for row in rows} == set(public_samples.PRODUCTS)
    assert {row["Submitted via"] for row in rows} == set(public_samples.WAYS)


def test_the_requests_have_the_targets_that_the_city_computed() -> None:
    rows = read_csv("boston311_requests.csv")
    assert len(rows) == 25
    assert all(row["sla_target_local"] and row["on_time"] in ("ONTIME", "OVERDUE") for row in rows)


@pytest.mark.parametrize("name", ["cfpb_complaints.csv", "cfpb_complaints.jsonl", "boston311_requests.csv"])
def test_the_readme_names_every_sample(name: str) -> None:
    assert f"`{name}`" in (SAMPLES / "README.md").read_text(encoding="utf-8")


def test_the_samples_are_made_from_the_full_files(shared_folder: Path, tmp_path: Path) -> None:
    public_samples.main(shared_folder / "data", tmp_path)
    for made in sorted(tmp_path.iterdir()):
        assert made.read_bytes() == (SAMPLES / made.name).read_bytes(), made.name


def test_the_banks_policy_decides_every_sample() -> None:
    policy = engagepolicy.load("brands.bank")
    decisions = [policy.decide(interaction) for interaction in read_interactions()]
    assert {decision.severity for decision in decisions} == {"normal", "high", "critical"}
    assert all(decision.queue and decision.conflicts == () for decision in decisions)
