"""Copy number: the evidence of each source, its level and whether that is certain."""
