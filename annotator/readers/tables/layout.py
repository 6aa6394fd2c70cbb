"""The language that describes a table by its columns, for the program and for users."""

from typing import Literal

from pydantic import Field

from annotator.model.base import Model
from annotator.readers.format import About
from annotator.readers.tables.table import Row, TableShape

_DELIMITERS: dict[str, Literal["\t", ",", " "]] = {"tab": "\t", "comma": ",", "blank": " "}


class FilterColumn(Model):
    """The column of the caller's own filters or remarks, and the words of it that are none.

    Those words count in any case of letters.
    `named` says what a word stands for that says nothing without its column.
    """

    column: str
    passing: list[str] = ["PASS"]
    named: dict[str, str] = {}

    def words(self, row: Row) -> list[str]:
        """The filter or remark of a row; empty where it has none."""
        text = row.text(self.column)
        if text is None or text.lower() in {word.lower() for word in self.passing}:
            return []
        return [self.named.get(text, text)]


class TableLayout(Model):
    """A table by its columns: what the tables of fusions and of copy-number segments share.

    `columns` names the columns of a table without a header. `sample` is the column of the sample's
    name in a table of several samples. `aliases` are the other names that versions give to columns
    (other name: name in this description). A table is recognized by the columns that are read, and
    by those in `also`, which it must have too; `unlike` are columns that tables of another format
    have besides the same ones, `first_column` is the first one. With `any_case` the columns may be
    written in any case of letters. `title`, `files`, `note`, `link`, `versions`,
    `callers` and `tested_on_real_file` are as in `About`.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str | None = None
    files: str = ""
    note: str = ""
    link: str = ""
    versions: list[str] = []
    tested_on_real_file: bool = False
    callers: dict[str, str] = {}
    recognized_by: str = ""
    delimiter: Literal["tab", "comma", "blank"] = "tab"
    columns: list[str] | None = None
    ragged: bool = False
    sample: str | None = None
    aliases: dict[str, str] = {}
    also: list[str] = []
    unlike: list[str] = []
    first_column: str | None = None
    any_case: bool = False

    @property
    def shape(self) -> TableShape:
        """How the rows are written."""
        named = tuple(self.columns) if self.columns else None
        return TableShape(_DELIMITERS[self.delimiter], named, self.ragged, aliases=self.aliases)

    @property
    def about(self) -> About:
        """What people want to know of the table."""
        return About(
            title=self.title or self.name,
            files=self.files,
            note=self.note,
            link=self.link,
            versions=self.versions,
            real=self.tested_on_real_file,
            callers=self.callers,
        )
