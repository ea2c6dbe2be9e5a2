"""Measures whether the coach is good: `mend eval`. Knows the service; the service does not know it."""
