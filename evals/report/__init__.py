"""What a run is told as: a page, a record for programs, JUnit for CI, Markdown for a pull request."""
