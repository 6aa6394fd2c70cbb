"""Formats of junctions in DNA: one module a caller."""
