"""The examples that authors write into their rulesets, run against the policy.

In: a `Policy` with its examples. Out: for each example whether it holds, and what was found where it does not. Must not know: files,
terminals. Read `examples` first.
"""

from engagepolicy.testing.examples import ExampleResult, Failure, run_example, run_examples

__all__ = ["ExampleResult", "Failure", "run_example", "run_examples"]
