"""Formats of fusions in RNA, and tables of both assays: one module a caller."""
