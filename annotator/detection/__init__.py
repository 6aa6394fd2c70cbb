"""Observations -> findings: fusions, mutations, compounds, copy number, what was assessed."""
