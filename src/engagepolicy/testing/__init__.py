"""The examples that authors write into their rulesets, run against the policy.

In: a `Policy` with its examples. Out: for each example whether it holds, and what was found where it does not, and when. Must not know:
files, terminals. Read `examples` first, then `judging` for decisions and `cases` for what time does.
"""

from engagepolicy.testing.examples import ExampleResult, run_example, run_examples
from engagepolicy.testing.judging import Failure

__all__ = ["ExampleResult", "Failure", "run_example", "run_examples"]
