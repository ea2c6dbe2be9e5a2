"""Checks finished text before anybody sees it; returns reasons and rewrites nothing."""
