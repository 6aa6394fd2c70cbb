"""The roles of input files: the kinds of data that a sample can have, in one order everywhere."""

from typing import Literal, get_args

Role = Literal["small_variants", "structural_variants", "fusions", "copy_number", "coverage"]
"""What a file of a sample is given as: an argument of the commands, a column of the sheet."""
ROLES: tuple[Role, ...] = get_args(Role)

InputRole = Literal[Role, "format_description", "findings"]
"""What a file listed in a document was: of a sample, the description of a user's format, or the
findings that a report was made from."""
