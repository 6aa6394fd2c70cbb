"""Alterations of bypass genes: the catalog and what a sample has of it."""
