"""Makes the small public-domain samples in docs/samples from the full files, so that anybody can see how they were made.

Run as `python tests/rulesets/public_samples.py FULL_FOLDER SAMPLES_FOLDER`. What comes in: the gzipped CSV files of the CFPB's
complaints and of the City of Boston's 311 requests. What goes out: three files of 25 rows each, judged by test_samples.py.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

Row = dict[str, str]

ROWS = 25
BANK_ZONE = ZoneInfo("America/New_York")
COMPLAINTS = "cfpb_complaints_dev.csv.gz"
REQUESTS = "boston311_animal_2015.csv.gz"

PRODUCTS = {
    "Bank account or service": "bank_account",
    "Consumer Loan": "consumer_loan",
    "Credit card": "credit_card",
    "Credit reporting": "credit_reporting",
    "Debt collection": "debt_collection",
    "Money transfers": "money_transfer",
    "Mortgage": "mortgage",
    "Other financial service": "other_service",
    "Payday loan": "payday_loan",
    "Prepaid card": "prepaid_card",
    "Student loan": "student_loan",
}
"""The bureau's products, and the words of rulesets/brands/bank.engage for them."""

WAYS = {
    "Web": ("web", "web_form"),
    "Phone": ("phone", "phone"),
    "Referral": ("referral", "other"),
    "Postal mail": ("postal_mail", "post"),
    "Fax": ("fax", "other"),
}
"""The bureau's "Submitted via", and the facts `submitted_via` and `channel` that stand for it."""


def read_rows(path: Path) -> Iterator[Row]:
    """Read the rows of a gzipped CSV file in UTF-8, in order."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def pick_complaints(rows: Iterable[Row]) -> list[Row]:
    """Pick the first complaint of each product, then of each pair of product and way of submission; in the order of the file."""
    pairs: dict[tuple[str, str], tuple[int, Row]] = {}
    products: dict[str, tuple[int, Row]] = {}
    for place, row in enumerate(rows):
        products.setdefault(row["Product"], (place, row))
        pairs.setdefault((row["Product"], row["Submitted via"]), (place, row))
    firsts = list(products.values())
    others = [each for each in pairs.values() if each not in firsts]
    picked = (firsts + others)[:ROWS]
    return [row for _, row in sorted(picked, key=lambda each: each[0])]


def pick_requests(rows: Iterable[Row]) -> list[Row]:
    """Pick the first requests to pick up a dead animal that have a target, in the order of the file."""
    found = (row for row in rows if row["type"] == "Pick up Dead Animal" and row["sla_target_local"])
    return [row for _, row in zip(range(ROWS), found, strict=False)]


def to_interaction(number: int, row: Row) -> dict[str, str]:
    """Turn one complaint into the facts of an interaction for the bank's policy.

    The bureau publishes dates only, so a complaint is taken to be received at noon in New York: the date is then the same in
    every zone of the United States and in UTC. There is no narrative; the message is the issue with its sub-issue.
    """
    day = datetime.strptime(row["Date received"], "%m/%d/%Y").replace(hour=12, tzinfo=BANK_ZONE)
    submitted_via, channel = WAYS[row["Submitted via"]]
    return {
        "id": f"cfpb-sample-{number:02}",
        "message": ": ".join(part for part in (row["Issue"], row["Sub-issue"]) if part),
        "received_at": day.isoformat(),
        "channel": channel,
        "kind": "complaint",
        "product": PRODUCTS[row["Product"]],
        "issue": row["Issue"],
        "submitted_via": submitted_via,
    }


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows as CSV with a heading, UTF-8, lines ended by a line feed."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(full: Path, samples: Path) -> None:
    """Write the three samples."""
    complaints = pick_complaints(read_rows(full / COMPLAINTS))
    write_csv(samples / "cfpb_complaints.csv", complaints)
    lines = [json.dumps(to_interaction(number, row), ensure_ascii=False) for number, row in enumerate(complaints, 1)]
    (samples / "cfpb_complaints.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    write_csv(samples / "boston311_requests.csv", pick_requests(read_rows(full / REQUESTS)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
