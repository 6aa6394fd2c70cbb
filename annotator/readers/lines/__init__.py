"""Lines of files: within bounds, by index, in intervals, and whether the file was cut."""
