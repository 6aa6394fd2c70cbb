"""The one error that bad input raises: it says what, where, what was expected and what to do."""


class InputProblem(Exception):  # noqa: N818 - "problem" is the word of the messages
    """Bad input or wrong usage; the command line turns it into one message and exit status 2.

    `file` is shown as given by the user on the command line, but documents keep its base name
    only. `line` and `column` are 1-based; `column` may be a column's name.
    """

    def __init__(
        self,
        found: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | int | None = None,
        expected: str | None = None,
        advice: str | None = None,
    ) -> None:
        """Keep the parts; `str()` puts them together in one line."""
        super().__init__(found)
        self.found = found
        self.file = file
        self.line = line
        self.column = column
        self.expected = expected
        self.advice = advice

    @property
    def where(self) -> str | None:
        """File, line and column as far as known, e.g. `a.tsv:3:ALT`."""
        if self.file is None:
            return None
        parts = [self.file]
        if self.line is not None:
            parts.append(str(self.line))
        if self.column is not None:
            parts.append(str(self.column))
        return ":".join(parts)

    @property
    def message(self) -> str:
        """What was found, what was expected and what to do, without the place."""
        text = self.found
        if self.expected:
            text += f"; expected {self.expected}"
        if self.advice:
            text += f". {self.advice}"
        return text

    def __str__(self) -> str:
        """The whole in one line, led by the place."""
        return f"{self.where}: {self.message}" if self.where else self.message
