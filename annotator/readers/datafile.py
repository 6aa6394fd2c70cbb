"""One input file: its lines, its hash, and the errors that name it."""

import gzip
import hashlib
import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from annotator.files import bounds
from annotator.model.errors import InputProblem
from annotator.readers.lines.bgzip import NotOnlyBlocks, blocks_from_end
from annotator.readers.lines.bounded import bounded_lines, bounded_pieces, check_length
from annotator.readers.not_text import first_bytes, what_it_is

_BCF_MAGIC = b"BCF\x02"
_GZIP_MAGIC = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 16
_BIG_BLOCK = 1 << 22
# The empty block that ends every complete BGZF file (SAM specification, section 4.1.2).
_BGZF_END = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


@dataclass(frozen=True)
class LastLine:
    """The last line that is not empty; `is_open` where its file ends without a newline."""

    text: bytes
    is_open: bool


@dataclass(frozen=True)
class FileStamp:
    """Size in bytes, time of change and SHA-256 of a file at one moment.

    The time tells a file that was changed and changed back.
    """

    size: int
    changed: int
    sha256: str


@dataclass(frozen=True)
class DataFile:
    """A file and the way the user wrote it, which is how messages name it.

    `number` counts the files of one sample that share a base name.
    """

    path: Path
    shown: str
    number: int = 1

    @property
    def name(self) -> str:
        """Base name, `x.vcf (2)` for the second of that name: all that documents keep of it."""
        name = self.path.name.encode("utf-8", "replace").decode("utf-8")
        return name if self.number == 1 else f"{name} ({self.number})"

    def problem(
        self,
        found: str,
        *,
        line: int | None = None,
        column: str | int | None = None,
        expected: str | None = None,
        advice: str | None = None,
    ) -> InputProblem:
        """An error that names this file."""
        return InputProblem(
            found, file=self.shown, line=line, column=column, expected=expected, advice=advice
        )

    def check(self) -> None:
        """Raise `InputProblem` where the file is missing, unreadable, empty or no file of text.

        BCF passes: it is read as the lines of a VCF.
        """
        try:
            mode = self.path.stat().st_mode
            if not stat.S_ISREG(mode):
                raise self._irregular(mode)
            with self.path.open("rb") as stream:
                empty = not stream.read(1)
            other = what_it_is(first_bytes(self.path))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise self.problem("no such file", advice="Check the path; relative paths of a "
                               "sample sheet start at the sheet's folder.") from error  # fmt: skip
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self.problem(f"the file cannot be read ({reason})") from error
        if empty:
            raise self.problem("the file is empty", advice="Its caller may have failed.")
        if other is not None:
            raise self.problem(other.found, expected="lines of text", advice=other.advice)

    def _irregular(self, mode: int) -> InputProblem:
        if stat.S_ISDIR(mode):
            return self.problem("this is a folder", expected="a file")
        # A pipe can be read once only, and its format is recognized before it is read.
        return self.problem(
            "this is a pipe or a device", expected="a file", advice="Write it to a file first."
        )

    def stamp(self) -> FileStamp:
        """What tells later whether the file was changed."""
        status = self.path.stat()
        return FileStamp(status.st_size, status.st_mtime_ns, self.sha256())

    def sha256(self) -> str:
        """SHA-256 of the bytes as they are on disk."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def is_gzip(self) -> bool:
        """Whether the content is gzip or bgzip, whatever the name says."""
        with self.path.open("rb") as stream:
            return stream.read(2) == _GZIP_MAGIC

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield (1-based line number, line without its end); plain, gzip or bgzip.

        A byte order mark and CRLF line ends are removed. Raises `InputProblem` for a gzip file
        that is truncated or damaged, for lines that end in CR alone (all would be one), for NUL
        bytes, which no text has, and for what passes the bounds of a real file. Of BCF, which is
        no text, the pieces between line ends are given, so that its format can be recognized.
        """
        number = 0
        is_text = True
        try:
            with self._open() as stream:
                pieces = iter(partial(stream.read1, _BLOCK), b"")
                lines = bounded_lines(self, bounded_pieces(self, pieces))
                for number, line in enumerate(lines, 1):
                    if number == 1:
                        line = line.removeprefix(_BOM)
                        is_text = not line.startswith(_BCF_MAGIC)
                    line = line.rstrip(b"\r\n")
                    if is_text and (b"\r" in line or b"\0" in line):
                        raise self._not_lines(number, line)
                    yield number, line
        except EOFError as error:
            raise self._truncated(number or None) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise self._damaged(number + 1) from error

    def blocks(self) -> Iterator[bytes]:
        """Yield the whole content in blocks of whole lines, each some MB large.

        For files of which few lines are wanted: a block is searched at once. Nothing is removed
        but a byte order mark; the last line may lack its end. Raises `InputProblem` as `lines`.
        """
        kept: list[bytes] = []
        first = True
        number, length = 1, 0
        for read in bounded_pieces(self, self._big_reads()):
            if first:
                read, first = read.removeprefix(_BOM), False
            whole, newline, rest = read.rpartition(b"\n")
            if newline:
                check_length(self, length + read.index(b"\n"), number)
                yield b"".join((*kept, whole, newline))
                number += whole.count(b"\n") + 1
                kept, length = [], 0
            kept.append(rest)
            length += len(rest)
            check_length(self, length, number)
        if last := b"".join(kept):
            yield last

    @cached_property
    def last_line(self) -> LastLine:
        """The last line that is not empty. Raises `InputProblem` for a truncated gzip file.

        Plain and bgzip files are read from behind, other gzip files as a whole.
        """
        pieces: list[bytes] = []
        written = b""  # the last piece without the ends of lines
        size = 0
        try:
            for piece in self._pieces_from_end():
                pieces.append(piece)
                written = piece if written else piece.rstrip(b"\r\n")
                size += len(written)
                if b"\n" in written:
                    break
                check_length(self, size, None)
        except NotOnlyBlocks:
            pieces = [self._last_of_gzip()]
        except zlib.error as error:
            raise self._damaged(None) from error
        content = b"".join(reversed(pieces))
        written = content.rstrip(b"\r\n")
        return LastLine(written.rpartition(b"\n")[2], not content.endswith(b"\n"))

    def line_count(self) -> int:
        """How many lines there are, one without an end among them."""
        return sum(1 for _ in self.lines())

    def _not_lines(self, number: int, line: bytes) -> InputProblem:
        if b"\0" in line:
            found, advice = "binary data (a NUL byte)", "Copy the file again, or save it as UTF-8."
        else:
            found, advice = "a carriage return within a line", "Save the file with LF line ends."
        return self.problem(found, line=number, expected="lines of text", advice=advice)

    def head(self, count: int = 200) -> list[str]:
        """The first `count` lines as text; the contigs of a SAM header are not counted.

        Fewer, where these are very long.
        """
        found = []
        size = 0
        for _, line in self.lines():
            found.append(line.decode("utf-8", "replace"))
            count -= not line.startswith(b"@SQ\t")
            size += len(line)
            if count == 0 or size > bounds.HEAD_BYTES:
                break
        return found

    def is_bgzip(self) -> bool:
        """Whether the content is gzip in the blocks that an index can point into."""
        with self.path.open("rb") as stream:
            start = stream.read(18)
        return start.startswith(_GZIP_MAGIC) and start[3:4] == b"\x04" and start[12:14] == b"BC"

    def _pieces_from_end(self) -> Iterator[bytes]:
        """The content in pieces of whole blocks, the last one first."""
        if self.is_bgzip():
            self._check_bgzf_end()
            yield from blocks_from_end(self.path)
        elif self.is_gzip():
            yield self._last_of_gzip()
        else:
            with self.path.open("rb") as stream:
                end = stream.seek(0, io.SEEK_END)
                while end:
                    start = max(0, end - _BLOCK)
                    stream.seek(start)
                    yield stream.read(end - start)
                    end = start

    def _last_of_gzip(self) -> bytes:
        """The last line that is not empty, as it stands in a gzip file, which is read whole."""
        last = b""
        for piece in bounded_pieces(self, self._big_reads()):
            content = last + piece
            last = content[content.rstrip(b"\r\n").rfind(b"\n") + 1 :]
            check_length(self, len(last), None)
        return last

    def _open(self) -> io.BufferedReader:
        if not self.is_gzip():
            return io.BufferedReader(io.FileIO(self.path), _BLOCK)
        self._check_bgzf_end()
        return io.BufferedReader(gzip.GzipFile(self.path), _BLOCK)

    def _big_reads(self) -> Iterator[bytes]:
        """The content in pieces. htslib unpacks bgzip in a third of the time of `gzip`."""
        if self.is_bgzip():
            yield from self._bgzip_reads()
            return
        try:
            with self._open() as stream:
                while piece := stream.read(_BIG_BLOCK):
                    yield piece
        except EOFError as error:
            raise self._truncated(None) from error
        except (zlib.error, gzip.BadGzipFile) as error:
            raise self._damaged(None) from error

    def _bgzip_reads(self) -> Iterator[bytes]:
        import pysam

        self._check_bgzf_end()
        quiet = pysam.set_verbosity(0)
        stream = pysam.BGZFile(str(self.path), "rb", index=None)
        try:
            while piece := stream.read(_BIG_BLOCK):
                yield piece
        except OSError as error:
            raise self._damaged(None) from error
        finally:
            with suppress(OSError):  # after an error, closing tells it again
                stream.close()
            pysam.set_verbosity(quiet)

    def _check_bgzf_end(self) -> None:
        """A BGZF file cut between two blocks is valid gzip: only its missing end tells."""
        if not self.is_bgzip():
            return
        with self.path.open("rb") as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(max(0, size - len(_BGZF_END)))
            if stream.read() != _BGZF_END:
                raise self._truncated(None)

    def _damaged(self, line: int | None) -> InputProblem:
        return self.problem(
            "the gzip file is damaged", line=line, advice="Copy or compress the file again."
        )

    def _truncated(self, line: int | None) -> InputProblem:
        return self.problem(
            "the gzip file is truncated",
            line=line,
            expected="a complete file",
            advice="Copy or compress the file again.",
        )
