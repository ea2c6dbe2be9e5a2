"""The suites, each a short value: data set, system, scorers."""
