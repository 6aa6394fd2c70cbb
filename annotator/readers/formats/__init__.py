"""One module per format. Each states `FORMATS`, a list of `annotator.readers.format.Format`.

The registry finds the modules by itself: a new format is a new module here.
"""
