"""Damaged and hostile input for everything that the program reads: one message, never more.

`python -m tests.fuzz --seconds 60` runs for a time; the test suite runs a short slice of it.
"""
