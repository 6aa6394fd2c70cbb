"""LongGF log of long reads, or its `SumGF` lines alone: the order of the genes is not given.

Such a line is `SumGF<tab>ALK:EML4 6 chr2:29223529 chr2:42294515`: two genes, the number of reads,
and the mean of where they break, which lies some bases off the exon border. It ends what the log
says of a fusion (`GF`); old versions do not write it.
"""

import re

from annotator.model.observations import FusionObservation, Source
from annotator.readers.datafile import DataFile
from annotator.readers.format import About, Content, Format, Scope
from annotator.readers.lines.regions import same_chromosome_name
from annotator.readers.tables.gene_names import end_of
from annotator.readers.tables.table import BadCell, add_bad_row, bad_rows, quoted

_ABOUT = About(
    title="LongGF",
    files="the log, or its `SumGF` lines",
    note="open",
    link="https://github.com/WGLab/LongGF",
)

_NAME = "longgf"
_SUM = "SumGF"
_DETAILS = "GF\t"
_LOG = ("Open sam file (", "Read sam file (", _DETAILS)
_PLACE = r"(\S+):([0-9]{1,18})"
_LINE = re.compile(rf"{_SUM}\s+([^\s:]+):([^\s:]+)\s+([0-9]{{1,18}})\s+{_PLACE}\s+{_PLACE}\s*")
_EXPECTED = f"{_SUM} GENE1:GENE2 reads chromosome:position chromosome:position"


def _recognize(head: list[str]) -> bool:
    return any(line.split()[:1] == [_SUM] or line.startswith(_LOG) for line in head)


def _read(file: DataFile, _scope: Scope) -> Content:
    fusions: list[FusionObservation] = []
    details = False
    bad: list[tuple[int | None, BadCell]] = []
    for number, raw in file.lines():
        text = raw.decode("utf-8", "replace")
        details |= text.startswith(_DETAILS)
        if text.split()[:1] != [_SUM]:
            continue
        try:
            fusions.append(_observation(text, Source(file=file.name, line=number)))
        except BadCell as problem:
            add_bad_row(file, bad, number, problem)
    if bad:
        raise bad_rows(file, bad)
    if details and not fusions:
        raise file.problem(
            f"the log lists fusions (GF) without their {_SUM} lines",
            expected=_EXPECTED,
            advice="Use a newer version of LongGF.",
        )
    return Content(fusions=fusions)


def _observation(text: str, source: Source) -> FusionObservation:
    matched = _LINE.fullmatch(text)
    if matched is None or not int(matched[5]) or not int(matched[7]):
        raise BadCell(quoted(text), expected=_EXPECTED)
    gene1, gene2, reads, chrom1, position1, chrom2, position2 = matched.groups()
    return FusionObservation(
        caller=_NAME,
        assay="rna",
        five_prime=end_of(gene1, (same_chromosome_name(chrom1), int(position1))),
        three_prime=end_of(gene2, (same_chromosome_name(chrom2), int(position2))),
        junction="unknown",
        ordered=False,
        split_reads=int(reads),
        raw_support={"reads": reads},
        raw_breakpoints=f"{chrom1}:{position1}|{chrom2}:{position2}",
        source=source,
    )


FORMATS = [
    Format(
        name=_NAME,
        role="fusions",
        about=_ABOUT,
        recognized_by="lines that begin with SumGF, or the log of LongGF",
        coordinates="1-based",
        recognize=_recognize,
        read=_read,
        needs_build=False,
    )
]
