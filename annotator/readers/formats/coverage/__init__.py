"""Formats of read depth: one module a caller."""
