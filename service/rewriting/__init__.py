"""From blame to words that can be heard: reads a statement, keeps its facts, and words it anew."""
