"""The second tier of the classifier: what a message means, where no rule knows its words."""
