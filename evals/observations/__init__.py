"""What the marker of observations learns from, and how its weights are made."""
