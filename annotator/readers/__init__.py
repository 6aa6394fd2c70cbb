"""Files of one sample to observations: one module per kind, one small entry per format."""
