"""Fusions: junctions, their genes, order and transcript; one event per driver."""
