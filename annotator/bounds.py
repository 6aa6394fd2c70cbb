"""What a file may hold at most: far more than any real one, so that a hostile one ends early.

Each bound is wide of what callers and people write. A file beyond one is refused with the place
where it is passed, instead of taking all memory or time of the machine.
"""

LINE_BYTES = 32 * 1024**2
"""Length of one line of a text file, unpacked. The longest known, of VCFs of thousands of samples
or of long inserted sequences, are of a few million bytes."""

LINE_CELLS = 1_000_000
"""Cells of one line of a table or VCF."""

HEAD_BYTES = 64 * 1024**2
"""What is read of the beginning of a file to tell its format."""

UNPACKED_BYTES = 2 * 1024**4
"""Size of a compressed file when unpacked: several times the per-base depth of a whole genome."""

PACKED_FREELY_BYTES = 4 * 1024**3
"""Up to this unpacked size, a file may be compressed however tightly."""

PACKED_TIMES = 500
"""Beyond that size, how many times smaller a file may be than its content. Callers' files are 5 to
50 times smaller, the tightest gzip is about 1000 times."""

BAD_ROWS = 1000
"""Rows of one table that are kept to be reported as bad; the reading ends there."""

DOCUMENT_BYTES = 256 * 1024**2
"""Size of a JSON document, a YAML file or a table of the knowledge base."""

YAML_DEPTH = 100
"""Levels of nesting in a YAML file."""

YAML_NODES = 1_000_000
"""Values in a YAML file, those that aliases repeat counted each time."""

WHOLE_NUMBER = 2**63 - 1
"""The largest whole number of a document: what every program that reads it can hold."""
