"""Puts replies together from reviewed texts and passages; the same input gives the same words."""
