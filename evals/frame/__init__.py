"""The frame that every suite runs in: cases, outcomes, figures, gates, baselines, one verdict."""
