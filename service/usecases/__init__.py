"""The order of steps: what happens between a request and an answer."""
