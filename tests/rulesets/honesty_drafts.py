"""Drafts made up for these tests, and what a review of each must come to."""

from __future__ import annotations

from tests.rulesets import honesty_acts, honesty_ties

GROUPS = (
    honesty_ties.label_cases,
    honesty_ties.no_label_cases,
    honesty_ties.tie_cases,
    honesty_ties.other_tie_cases,
    honesty_ties.denial_cases,
    honesty_ties.place_cases,
    honesty_ties.media_cases,
    honesty_ties.country_cases,
    honesty_acts.opinion_cases,
    honesty_acts.review_cases,
    honesty_acts.reviewer_cases,
    honesty_acts.identity_cases,
    honesty_acts.place_rule_cases,
    honesty_acts.benign_cases,
    honesty_acts.wording_cases,
)
CASES = [case for group in GROUPS for case in group()]
