"""The edge: everything heavy or outside; its errors become ours here."""
