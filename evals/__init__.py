"""Measures how good the coach is; uses wiring and use cases, never the web."""
