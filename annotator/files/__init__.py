"""Files as such: documents, YAML, paths, bounds, the data of the package. Knows `model` alone."""
