"""Mutations: alleles, codons, compounds, clonality; absence where the data can show it."""
