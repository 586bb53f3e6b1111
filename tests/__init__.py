"""Where a test goes.

- `architecture`: rules about the code itself: layers, third parties, sizes, words, every message documented
- `unit`: one module at a time; mirrors src/engagepolicy
- `spec`: the language's chapters, one small ruleset and what is expected of it for each point
- `backends`: every operator in every backend
- `properties`: laws that hold for all inputs, tried by Hypothesis against stupid oracles that share no code with what they judge
- `rulesets`: every shipped ruleset
- `faces`: what a person sees at the command line
- `benchmarks`: measured by hand, never timed in a test run
"""
