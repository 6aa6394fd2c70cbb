"""Formats of small variants: one module a format."""
