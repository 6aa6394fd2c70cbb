"""Tables of text: rows, cells, samples, and the tables of fusions and of segments."""
