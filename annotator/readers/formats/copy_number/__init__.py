"""Formats of copy number: one module a caller."""
