"""Tables for the reference tests."""

import csv
from pathlib import Path

KINASE_GENES = ("ALK", "ROS1", "MET")
"""Those of the packaged reference, in its order (`test_data_files.py`)."""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))
