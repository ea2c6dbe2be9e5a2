"""From a question to ranked sections, and whether the guides cover it at all."""
