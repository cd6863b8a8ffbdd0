"""The policy's own tests: a dated example is scheduled, and each of its expectations is held against the answer."""

from dunlang.scenario.run import Outcome, ScenarioResult, run

__all__ = ["Outcome", "ScenarioResult", "run"]
