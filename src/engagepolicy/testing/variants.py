"""A policy with another program in place of its own, where they differ in little: what does not depend on that is shared."""

from __future__ import annotations

from engagepolicy.ir.program import Program
from engagepolicy.policy.policy import Policy
from engagepolicy.runtime.prepared import Prepared
from engagepolicy.tracking import rules_of


class _Sharing(Prepared):
    """A program made ready that has the identity of another, and what else the two have in common."""

    def __init__(self, whole: Prepared, program: Program) -> None:
        super().__init__(program, whole.record)
        self.__dict__.update(identity=whole.identity, zone=whole.zone)
        if program.clocks == whole.program.clocks:
            self.__dict__["clock_changes"] = whole.clock_changes
        if program.calendars == whole.program.calendars:
            self.__dict__["calendars"] = whole.calendars
            if program.rosters == whole.program.rosters:
                self.__dict__["rosters"] = whole.rosters
        if program.lexicons == whole.program.lexicons:
            self.__dict__["vocabulary"] = whole.vocabulary


class Variant(Policy):
    """A policy whose program differs from another's in what an `Edit` may change, never in its schemas.

    It is called as the other is: its decisions are compared with those, never recorded.
    """

    def __init__(self, policy: Policy, program: Program) -> None:
        """Take the policy, and the program in place of its own."""
        self.__dict__.update(policy.__dict__, _case_reader=policy._case_reader, _draft_reader=policy._draft_reader)
        self._program = program
        self._prepared = _Sharing(policy._prepared, program)
        self.__dict__["_prepared_for_drafts"] = _Sharing(policy._prepared_for_drafts, program)
        if (program.ladders, program.clocks) != (policy.program.ladders, policy.program.clocks):
            self.__dict__["_tracking_rules"] = rules_of(program)

    @property
    def prepared(self) -> Prepared:
        """The program made ready to decide."""
        return self._prepared
