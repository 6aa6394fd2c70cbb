"""The example cohort: its patients, its panel, and how each caller writes its files."""
