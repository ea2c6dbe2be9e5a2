"""The normal form of typed text and the pattern language that the engines share."""
