"""GeneFuse (DNA): the titles of its fusions, in the text that it prints and in its JSON.

`Fusion: EML4_ENST...:intron:6|+chr2:42492091_ALK_ENST...:intron:19|-chr2:29448092 (total: 2,
unique:1)`: both sides in the order of the read, each with the strand on which the read runs. The
unique reads are counted. It looks at the genes of a list that the file does not name: no fusion is
absent by it.
"""

import re
from collections.abc import Iterator, Sequence

from annotator.model.base import Strand
from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.junction import Junction, JunctionEnd, Kept, kept_along, orient
from annotator.readers.lines.regions import same_chromosome_name

_NAME = "genefuse"
_SIDE = r"([A-Za-z0-9.-]+)(?:_[^:]*)?:(?:(?:exon|intron):\d+\|)?([+-])([^:\s]+):(\d{1,10})"
_TITLE = re.compile(rf"^\s*[#\"]?Fusion: {_SIDE}_+{_SIDE} \(total: ?(\d+), ?unique: ?(\d+)\)")
_STARTS = re.compile(r"^\s*[#\"]?Fusion: ")
_SIGNS = ("# genefuse v", '\t"command":"genefuse', "# genefuse ")
_STRANDS: dict[str, Strand] = {"+": "+", "-": "-"}


def _recognize(head: list[str]) -> bool:
    return any(line.startswith(_SIGNS) or _TITLE.match(line) for line in head)


def _read(file: DataFile, scope: Scope) -> Content:
    return Content(fusions=list(_fusions(file, scope)))


def _fusions(file: DataFile, scope: Scope) -> Iterator[FusionObservation]:
    for number, raw in file.lines():
        text = raw.decode("utf-8", "replace")
        if not _STARTS.match(text):
            continue
        title = _TITLE.match(text)
        if title is None:
            raise file.problem(
                repr(text.strip()[:60]),
                line=number,
                expected="Fusion: GENE:exon:N|+chr:position_GENE:... (total: N, unique:N)",
            )
        parts = title.groups()
        kept = kept_along(_STRANDS[parts[1]], _STRANDS[parts[5]])
        junction = Junction(
            caller=_NAME,
            first=_end(parts[:4], kept[0]),
            second=_end(parts[4:8], kept[1]),
            split_reads=int(parts[9]),
            spanning_reads=None,
            filters=[],
            raw_breakpoints="|".join(f"{p[2]}:{p[3]}:{p[1]}" for p in (parts[:4], parts[4:8])),
            source=Source(file=file.name, line=number),
            raw_support={"total": parts[8], "unique": parts[9]},
        )
        yield orient(junction, scope.targets.strand_at)


def _end(parts: Sequence[str], kept: Kept) -> JunctionEnd:
    gene, _, chrom, position = parts
    return JunctionEnd(same_chromosome_name(chrom), int(position), kept, (gene,))


FORMATS = [
    Format(
        name=_NAME,
        role="structural_variants",
        about=About(
            title="GeneFuse",
            files="printed text, JSON",
            note="by the strands of the read; its list of genes is not known: shows no absence",
            link="https://github.com/OpenGene/GeneFuse",
        ),
        recognized_by="lines `Fusion: GENE:intron:N|+chr:position_...`, or `# genefuse`",
        coordinates="1-based",
        recognize=_recognize,
        read=_read,
        shows=(),
    )
]
