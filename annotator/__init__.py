"""ALK/ROS1 genomic reports: from the files of a sample to a cited report, in Python.

    import annotator

    sample = annotator.read_sample("S1", fusions="fusions.tsv", prior_therapies="alectinib")
    report = annotator.interpret(annotator.detect(sample))
    annotator.render(report, "S1.report.pdf")

`docs/python.md` explains each name. Bad input raises `InputProblem`. The command line is
`annotator`, or `python -m annotator`.
"""

__version__ = "0.1.0"
__all__ = [
    "InputProblem",
    "Knowledge",
    "detect",
    "interpret",
    "load_report",
    "read_sample",
    "render",
]

TYPE_CHECKING = False
"""True for type checkers alone; importing it from `typing` would slow the start."""

if TYPE_CHECKING:
    from annotator.model.errors import InputProblem
    from annotator.pipeline.api import (
        Knowledge,
        detect,
        interpret,
        load_report,
        read_sample,
        render,
    )
else:

    def __getattr__(name: str) -> object:
        """Import a public name when it is first used: the package itself imports nothing."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from annotator.pipeline import api

        globals()[name] = getattr(api, name)
        return globals()[name]


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
