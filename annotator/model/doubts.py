"""Codes of the warnings that doubt whose a file is, or what its positions mean."""

SAMPLE_NAMED_OTHERWISE = "sample_named_otherwise"
"""A file gives its sample a name that is like no name of the row."""
FILES_NAME_TWO_PEOPLE = "files_name_two_people"
"""Two files of a row give their sample names that are unlike each other."""
SAME_CONTENT = "content_in_two_rows"
"""A file of a row holds the bytes of a file of another row, and may be of another patient."""
TUMOR_NORMAL_SWAPPED = "tumor_normal_swapped"
"""Called records have their reads in the column that is not read as the tumor."""
BUILD_NOT_PROVEN = "genome_build_not_proven"
"""Neither a header nor enough REF alleles show the genome build and the coordinates of a file."""

DOUBTS = frozenset(
    {
        SAMPLE_NAMED_OTHERWISE,
        FILES_NAME_TWO_PEOPLE,
        SAME_CONTENT,
        TUMOR_NORMAL_SWAPPED,
        BUILD_NOT_PROVEN,
    }
)
"""Those that stand over page 1: the whole report may be of another patient, or of other bases."""
