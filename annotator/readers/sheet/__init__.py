"""The sample sheet: its rows, and the values that they hold."""
