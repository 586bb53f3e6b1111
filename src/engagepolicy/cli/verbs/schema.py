"""`schema`: JSON Schema of what goes into a policy and of what comes out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from engagepolicy.cli import options
from engagepolicy.cli.endings import CLEAN
from engagepolicy.cli.policies import load_policy
from engagepolicy.cli.streams import open_output, require_other_file


class SchemaOf(StrEnum):
    """What is described."""

    INTERACTION = "interaction"
    DECISION = "decision"
    DRAFT = "draft"
    REVIEW = "review"
    CASE = "case"
    STATUS = "status"


def schema(
    policies: options.Policies,
    of: Annotated[SchemaOf, typer.Option("--of", help="Inputs, or the records of what is said of them.")] = SchemaOf.INTERACTION,
    output: options.Output = None,
) -> int:
    """Print JSON Schema (2020-12) of a policy's inputs, or of the records of what it says of them.

    An interaction gives a decision, a draft gives a review, a case gives a status.
    """
    described = load_policy(policies).json_schema(of.value)
    require_other_file(output, policies)
    with open_output(output) as stream:
        stream.write(json.dumps(described, ensure_ascii=False, indent=2) + "\n")
    return CLEAN
