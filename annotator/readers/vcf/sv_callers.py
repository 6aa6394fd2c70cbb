"""What is known of each caller of structural variants: one entry a caller.

How it is recognized, which fields count the reads that support a junction, and where what it says
of the joined sides does not hold. The fields are those that the callers
describe in their header lines.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from annotator.readers.tables.numbers import whole_number
from annotator.readers.vcf.adjacencies import BY_SPECIFICATION, Directions
from annotator.readers.vcf.callers import caller_code
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.records import Record

_Numbers = Sequence[int | None]


def _only(values: _Numbers) -> int | None:
    return values[0] if len(values) == 1 else None


def _second(values: _Numbers) -> int | None:
    return values[1] if len(values) == 2 else None


def _greatest(values: _Numbers) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _first_less_second(values: _Numbers) -> int | None:
    if len(values) != 2 or values[0] is None or values[1] is None:
        return None
    return max(values[0] - values[1], 0)


@dataclass(frozen=True)
class Count:
    """A number of reads: fields of the tumor's column, or of INFO, and what is taken of them.

    Fields of INFO that `name_tumor` count the tumor's reads in a file of several samples too.
    """

    keys: tuple[str, ...]
    taken: Callable[[_Numbers], int | None]
    of_info: bool = False
    name_tumor: bool = False

    def of(self, record: Record, info_is_of_tumor: bool) -> int | None:
        """The number; None where the record does not give it."""
        if self.of_info and not (info_is_of_tumor or self.name_tumor):
            return None
        fields = record.info if self.of_info else record.sample
        texts = [fields.get(key, "") for key in self.keys]
        return self.taken([whole_number(part) for text in texts for part in text.split(",")])


def _one(key: str) -> Count:
    return Count((key,), _only)


def _alt(key: str) -> Count:
    """The ALT part of `ref,alt`."""
    return Count((key,), _second)


def _most(*keys: str) -> Count:
    """The greatest of the counts of both breakpoints, which may hold the same reads."""
    return Count(keys, _greatest)


def _info(*keys: str) -> Count:
    return Count(keys, _greatest, of_info=True)


def _of_tumor(*keys: str) -> Count:
    """Fields of INFO that name the tumor."""
    return Count(keys, _greatest, of_info=True, name_tumor=True)


@dataclass(frozen=True)
class SvCaller:
    """One caller of structural variants.

    `shown` is its name for people. Of `split`, `spanning` and `fragments` the first that gives a
    number counts; `fragments` support the record in any way and tell whether it is there at all.
    `in_header` is found in the header lines of its files, `in_record` in ID or SVMETHOD of its
    records. `unnamed` are columns that it writes behind those that the header names. Where its
    calls always have a sample column, `without_sample` says what files without one are.
    """

    name: str
    shown: str
    split: tuple[Count, ...] = ()
    spanning: tuple[Count, ...] = ()
    fragments: tuple[Count, ...] = ()
    in_header: str | None = None
    in_record: str | None = None
    directions: Directions = BY_SPECIFICATION
    unnamed: tuple[str, ...] = ()
    without_sample: str | None = None


@dataclass(frozen=True)
class Reads:
    """Reads of the tumor that support a record; None where it does not give them."""

    split: int | None
    spanning: int | None
    fragments: int | None

    @property
    def known(self) -> list[int]:
        """The numbers that are given."""
        return [n for n in (self.split, self.spanning, self.fragments) if n is not None]


_MANTA_SPLIT, _MANTA_SPANNING = (_alt("SR"),), (_alt("PR"),)
_CANDIDATES = "candidates and not calls"
_NOVOBREAK_COLUMNS = (
    "cluster_id contig_id contig_size reads_used_for_assembly average_coverage "
    "tumor_bkpt1_depth tumor_bkpt1_sp_reads tumor_bkpt1_qual tumor_bkpt1_high_qual_sp_reads "
    "tumor_bkpt1_high_qual_qual normal_bkpt1_depth normal_bkpt1_sp_reads normal_bkpt1_qual "
    "normal_bkpt1_high_qual_sp_reads normal_bkpt1_high_qual_qual tumor_bkpt2_depth "
    "tumor_bkpt2_sp_reads tumor_bkpt2_qual tumor_bkpt2_high_qual_sp_reads "
    "tumor_bkpt2_high_qual_qual normal_bkpt2_depth normal_bkpt2_sp_reads normal_bkpt2_qual "
    "normal_bkpt2_high_qual_sp_reads normal_bkpt2_high_qual_qual tumor_bkpt1_discordant_reads "
    "normal_bkpt1_discordant_reads tumor_bkpt2_discordant_reads normal_bkpt2_discordant_reads"
)

CALLERS = (
    SvCaller("manta", "Manta", _MANTA_SPLIT, _MANTA_SPANNING, in_record=r"^Manta",
             without_sample=_CANDIDATES),
    SvCaller("dragen_sv", "DRAGEN SV", _MANTA_SPLIT, _MANTA_SPANNING, in_record=r"^DRAGEN:",
             without_sample=_CANDIDATES),
    SvCaller("delly", "DELLY", (_one("RV"), _info("SR")), (_one("DV"), _info("PE")),
             in_record=r"EMBL\.DELLY"),
    # Genotyped by svtyper (smoove): AS and AP.
    SvCaller("lumpy", "LUMPY and smoove", (_one("SR"), _one("AS"), _info("SR")),
             (_one("PE"), _one("AP"), _info("PE")), in_header=r"LUMPY"),
    # VF counts every fragment once, also those seen by assembly alone; RP are its read pairs.
    # BVF are those of a breakend whose other side is not known.
    SvCaller("gridss", "GRIDSS",
             (Count(("VF", "RP"), _first_less_second), _one("SR"), _info("SR")),
             (_one("RP"), _info("RP")), (_most("VF", "BVF"), _info("VF", "BVF")),
             in_record=r"^gridss"),
    SvCaller("esvee", "ESVEE and PURPLE", (_one("SF"),), (_one("DF"),), (_one("VF"),)),
    SvCaller("svaba", "SvABA", (_one("SR"),), (_one("DR"),), (_one("AD"),)),
    SvCaller("brass", "BRASS", (), (_one("RC"),), in_header=r"Count of countributing reads"),
    # Long reads: every supporting read runs through the junction. Sniffles 1 writes brackets by
    # the first of its STRANDS alone (issue 121 of Sniffles).
    SvCaller("sniffles", "Sniffles 1 and 2", (_one("DV"), _info("SUPPORT", "RE")),
             in_record=r"Sniffles", directions=Directions(strands_first=True)),
    SvCaller("cutesv", "cuteSV 1 and 2", (_one("DV"), _info("RE")), in_record=r"^cuteSV"),
    # SAVANA 1.0 called TUMOUR_SUPPORT what later versions call TUMOUR_READ_SUPPORT.
    SvCaller("savana", "SAVANA", (_of_tumor("TUMOUR_READ_SUPPORT", "TUMOUR_SUPPORT"),),
             in_header=r"ID=TUMOUR_(READ_)?SUPPORT,"),
    SvCaller("severus", "Severus", (_one("DV"),), in_record=r"^severus_"),
    SvCaller("nanomonsv", "nanomonsv", (_one("VR"),),
             in_header=r"variant supporting reads determined in the validation realignment step"),
    SvCaller("pbsv", "pbsv", (_alt("AD"),), in_record=r"^pbsv\."),
    SvCaller("svim", "SVIM", (_info("SUPPORT"),), in_record=r"^svim\."),
    SvCaller("nanosv", "NanoSV", (_most("DV"),), in_record=r"NanoSV"),
    # Versions 3 and 4 never write a breakend as inverted, version 2 has mates that contradict
    # each other; version 4 counts in DR and SR what its header calls DV and RV.
    SvCaller("tiddit", "TIDDIT", (_one("RV"), _one("SR")), (_one("DV"), _one("DR")),
             in_record=r"^SV_\d+_[12]\b", directions=Directions(brackets=False)),
    # The sides of half the inversions of one version contradict DELLY, LUMPY and SvABA.
    SvCaller("novobreak", "novoBreak",
             (_most("tumor_bkpt1_sp_reads", "tumor_bkpt2_sp_reads"),),
             (_most("tumor_bkpt1_discordant_reads", "tumor_bkpt2_discordant_reads"),),
             in_header=r"##INDIVIDUAL=TRUTH", directions=Directions(inversions=False),
             unnamed=tuple(_NOVOBREAK_COLUMNS.split())),
    SvCaller("pindel", "pindel", (_alt("AD"),)),
    SvCaller("breakdancer", "BreakDancer", (), (_info("num_Reads"),), in_header=r"ID=num_Reads,"),
    SvCaller("crest", "CREST",
             (_info("left_softclipped_read_count", "right_softclipped_read_count"),),
             in_header=r"ID=left_softclipped_read_count,"),
    SvCaller("hydra", "Hydra", (), (_info("numDistinctPairs"),), in_header="ID=numDistinctPairs,",
             in_record=r"^hydra"),
    SvCaller("tigra", "TIGRA", in_header=r"ID=NONTEMPLATE,"),
    # The reads of all merged callers together, so of no one kind.
    SvCaller("survivor", "SURVIVOR", fragments=(_alt("DR"),), in_record=r"SURVIVOR"),
)  # fmt: skip
_OTHER = SvCaller(
    "vcf",
    "other",
    (_one("RV"), _alt("SR"), _one("SR"), _info("SR")),
    (_alt("PR"), _one("DV"), _one("PE"), _info("PE")),
)


def caller_of_file(header: VcfHeader) -> SvCaller:
    """The caller that the header names, or that its lines are known from."""
    name = caller_code(header)
    if name != _OTHER.name:
        return next((each for each in CALLERS if each.name == name), replace(_OTHER, name=name))
    lines = "\n".join(header.meta)
    found = [each for each in CALLERS if each.in_header and re.search(each.in_header, lines)]
    return found[0] if len(found) == 1 else _OTHER


def caller_of_record(record: Record, of_file: SvCaller) -> SvCaller:
    """The caller of the file, else (in a merged file) what the record says of itself."""
    if of_file in CALLERS:
        return of_file
    texts = (record.identifier, record.info.get("SVMETHOD", ""))
    return next(
        (
            each
            for each in CALLERS
            if each.in_record and any(re.search(each.in_record, text) for text in texts)
        ),
        of_file,
    )


def supporting_reads(caller: SvCaller, record: Record, info_is_of_tumor: bool) -> Reads:
    """The reads by the caller's fields; those of INFO only where they are of the tumor alone.

    A merged file may name one of its callers alone: where its fields are not there, those that
    several callers write are asked.
    """
    reads = _reads(caller, record, info_is_of_tumor)
    return reads if reads.known else _reads(_OTHER, record, info_is_of_tumor)


def _reads(caller: SvCaller, record: Record, info_is_of_tumor: bool) -> Reads:
    def first(counts: tuple[Count, ...]) -> int | None:
        numbers = (count.of(record, info_is_of_tumor) for count in counts)
        return next((number for number in numbers if number is not None), None)

    return Reads(first(caller.split), first(caller.spanning), first(caller.fragments))
