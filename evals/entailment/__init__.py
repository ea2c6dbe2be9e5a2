"""The small entailment model behind the sentence guard: what it learns from, its network, its training and its export."""
