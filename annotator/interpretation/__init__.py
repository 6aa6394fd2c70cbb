"""Findings + clinical context + knowledge -> the report: sensitivity calls and guidance."""
