"""Mend: a relationship-repair coach that puts safety before repair."""

__version__ = "0.1.0"
