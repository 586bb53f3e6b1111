"""Exclusions as they are written: effects of which one decision can hold one."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.source import Span
from engagepolicy.syntax.nodes.rules import About, Effect, TargetEffect
from engagepolicy.syntax.nodes.values import Text, Word


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`exclusion NAME "description" { require hide, reply_publicly  queue "Archive" }`."""

    name: Word
    description: Text | None
    effects: tuple[Effect | TargetEffect, ...]
    about: About
    span: Span
