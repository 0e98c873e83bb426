"""How well one list of events agrees with another."""

from dayside.science.events.score import Agreement, Score, Timing, score

__all__ = ["Agreement", "Score", "Timing", "score"]
