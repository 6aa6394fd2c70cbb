"""Each caller of structural variants: how it is told, and how it counts supporting reads.

In every layout 9 reads are split and 7 pairs span the junction, as far as the caller counts them.
The layouts are those of files of these callers.
"""

from pathlib import Path

import pytest

from annotator.model.observations import FusionObservation
from annotator.readers.registry import all_formats
from annotator.readers.vcf.sv_callers import CALLERS
from tests.builders.files import read, write

_PLACE = "chr2 29224000"
_ALT = "N]chr5:500]"
_COLUMNS = "#CHROM POS ID REF ALT QUAL FILTER INFO"
_DELLY = "SVTYPE=BND;SVMETHOD=EMBL.DELLYv0.8.1;PE=70;SR=90"
_NOVOBREAK_EXTRA = "E1 contig1 size9 2 cov1 100 9 40 8 40 59 0 0 0 0 107 5 1 1 4 33 0 0 0 0 6 1 7 2"


def _found(
    path: Path, meta: str, record: str, extra: str = "", samples: int = 1
) -> FusionObservation:
    columns = _COLUMNS + (" FORMAT" + "".join(f" S{n}" for n in range(samples)) if samples else "")
    record = " ".join(part for part in (_PLACE, record, extra) if part)
    lines = ["##fileformat=VCFv4.2", *([meta] if meta else [])]
    table = ["\t".join(line.split()) for line in (columns, record)]
    (found,) = read(write(path, *lines, *table), "structural_variants").fusions
    return found


_MANTA = "##source=GenerateSVCandidates 1.6.0"
_GRIDSS = "##gridssVersion=2.13.2-gridss"


@pytest.mark.parametrize(
    ("caller", "meta", "record", "reads"),
    [
        ("manta", _MANTA, f"a N {_ALT} . . SVTYPE=BND PR:SR 50,7:40,9", (9, 7)),
        ("manta", "", f"MantaBND:1:0 N {_ALT} . . SVTYPE=BND GT:PR:SR 0/1:50,7:40,9", (9, 7)),
        ("manta", _MANTA, f"a N {_ALT} . . SVTYPE=BND;IMPRECISE PR 50,7", (None, 7)),
        ("dragen_sv", "##source=DRAGEN_SV",
         f"a N {_ALT} . . SVTYPE=BND GT:PR:SR:VF 0/1:50,7:40,9:90,15", (9, 7)),
        ("dragen_sv", "", f"DRAGEN:BND:1 N {_ALT} . . SVTYPE=BND PR:SR 50,7:40,9", (9, 7)),
        ("delly", "", f"BND1 N {_ALT} . . {_DELLY} GT:DR:DV:RR:RV 0/1:50:7:40:9", (9, 7)),
        ("lumpy", "##source=LUMPY",
         f"1 N {_ALT} . . SVTYPE=BND;SU=160;PE=70;SR=90 GT:SU:PE:SR ./.:16:7:9", (9, 7)),
        ("lumpy", "##source=LUMPY",  # smoove
         f"1 N {_ALT} . . SVTYPE=BND GT:DP:RO:AO:RS:AS:RP:AP 0/1:99:50:16:25:9:25:7", (9, 7)),
        ("gridss", _GRIDSS,
         f"gridss1o N {_ALT} . . SVTYPE=BND GT:ASRP:ASSR:IC:RP:SR:VF .:30:20:0:7:8:16", (9, 7)),
        ("gridss", _GRIDSS, f"gridss1o N {_ALT} . . SVTYPE=BND GT:RP:SR .:7:9", (9, 7)),
        ("gridss", _GRIDSS, f"gridss1o N {_ALT} . . SVTYPE=BND GT:RP:SR:VF .:0:0:16", (16, 0)),
        ("gridss", _GRIDSS, f"gridss1o N {_ALT} . . SVTYPE=BND GT:RP:SR:VF .:7:9:5", (0, 7)),
        ("esvee", "##EsveeVersion=1.0.2",
         f"740 N {_ALT} . . SVTYPE=BND GT:AD:DF:SF:VF ./.:96,16:7:9:16", (9, 7)),
        ("svaba", "##source=svaba run -t S0",
         f"1:1 N {_ALT} . . SVTYPE=BND GT:AD:DP:SR:DR 0/1:16:90:9:7", (9, 7)),
        ("brass", "##source_20140512.1=grass.pl_v1.1.6",
         f"1_1 N {_ALT} . . SVTYPE=BND RC 7", (None, 7)),
        ("sniffles", "##source=Sniffles", f"1 N {_ALT} . . SVTYPE=BND;RE=9 GT:DR:DV ./.:.:9",
         (9, None)),
        ("sniffles", "##source=Sniffles2_2.2",
         f"Sniffles2.BND.1 N {_ALT} . . SVTYPE=BND;SUPPORT=9 GT:DR:DV 0/1:50:9", (9, None)),
        ("cutesv", "##source=cuteSV-1.0.11",
         f"cuteSV.BND.0 N {_ALT} . . SVTYPE=BND;RE=9 GT:DR:DV 0/0:24:9", (9, None)),
        ("cutesv", "##source=cuteSV-2.1.1",
         f"cuteSV.BND.0 N {_ALT} . . PRECISE;SVTYPE=BND;RE=9 GT:DR:DV:PL:GQ 0/1:21:9:1,2,3:9",
         (9, None)),
        ("sniffles", "##source=Sniffles2_2.6.1",
         f"Sniffles2.BND.9S1 N {_ALT} . . PRECISE;SVTYPE=BND;SUPPORT=9;STRAND=+- "
         "GT:GQ:DR:DV:ID 0/1:60:50:9:x", (9, None)),
        ("savana", "##source=SAVANA1.3.0",
         f"ID_1_1 N {_ALT} . . SVTYPE=BND;TUMOUR_READ_SUPPORT=9;NORMAL_READ_SUPPORT=0 GT 0/1",
         (9, None)),
        ("savana", '##INFO=<ID=TUMOUR_SUPPORT,Number=1>',
         f"ID_1_1 N {_ALT} . . SVTYPE=BND;TUMOUR_SUPPORT=9;NORMAL_SUPPORT=2 GT 0/1", (9, None)),
        ("severus", "##source=Severusv1.3",
         f"severus_BND1_1 N {_ALT} . . SVTYPE=BND GT:VAF:hVAF:DR:DV 0/1:0.28:0.28,0,0:37:9",
         (9, None)),
        ("severus", "",
         f"severus_BND1_1 N {_ALT} . . SVTYPE=BND GT:VAF:hVAF:DR:DV 0/1:0.28:0.28,0,0:37:9",
         (9, None)),
        ("nanomonsv", '##FORMAT=<ID=VR,Number=1,Type=Integer,Description="The number of variant '
         'supporting reads determined in the validation realignment step">',
         f"r_1_0 N {_ALT} . . SVTYPE=BND TR:VR 60:9", (9, None)),
        ("pbsv", "##source=pbsv 2.9.0",
         f"pbsv.BND.1 N {_ALT} . . SVTYPE=BND GT:AD:DP 0/1:30,9:39", (9, None)),
        ("svim", "##source=SVIM-v2.0.0",
         f"svim.BND.1 N {_ALT} . . SVTYPE=BND;SUPPORT=9 GT:DP:AD ./.:.:.,.", (9, None)),
        ("nanosv", "", f"5 N {_ALT} . . SVTYPE=BND;SVMETHOD=NanoSV_v1.2.0 GT:DR:DV 0/1:36,35:8,9",
         (9, None)),
        ("tiddit", "##source=TIDDIT-2.12.1",
         f"SV_5_1 N {_ALT} . . SVTYPE=BND GT:CN:DV:RV:DR:RR 0/1:.:7:9:50,50:40,40", (9, 7)),
        ("tiddit", "##source=TIDDIT-4.0.0",
         f"SV_5_1 N {_ALT} . . SVTYPE=BND GT:CN:DP:DR:SR:RR:RD 0/1:0:1,2,3:7:9:2,0:3,4", (9, 7)),
        ("pindel", "##source=pindel",
         "a N <INV> . . SVTYPE=INV;END=29224500;INV3 GT:AD 0/0:50,9", (9, None)),
        ("breakdancer", '##INFO=<ID=num_Reads,Description="BreakDancer output">',
         f"a N {_ALT} . . SVTYPE=BND;num_Reads=7", (None, 7)),
        ("crest", "##INFO=<ID=left_softclipped_read_count,Number=1>",
         f"a N {_ALT} . . left_softclipped_read_count=9;right_softclipped_read_count=8",
         (9, None)),
        ("hydra", "##INFO=<ID=numDistinctPairs,Number=1>",
         f"a N {_ALT} . . SVTYPE=BND;numDistinctPairs=7", (None, 7)),
        ("tigra", "##INFO=<ID=NONTEMPLATE,Number=1>",
         "N . <CTX> . . SVTYPE=CTX;CHR2=chr5;END=500 GT ./.", (None, None)),
        ("survivor", "##source=SURVIVOR",
         f"a N {_ALT} . . SVTYPE=TRA GT:LN:DR:ST 0/1:0:91,16:++", (None, None)),
        ("vcf", "", f"a N {_ALT} . . SVTYPE=BND DV:RV 7:9", (9, 7)),
        ("vcf", "", f"a N {_ALT} . . SVTYPE=BND;PE=7;SR=9", (9, 7)),
        ("vcf", "", f"a N {_ALT} . . SVTYPE=BND", (None, None)),
        ("manta", _MANTA, f"a N {_ALT} . . SVTYPE=BND DV:RV 7:9", (9, 7)),  # merged file
    ],
)  # fmt: skip
def test_supporting_reads(
    tmp_path: Path, caller: str, meta: str, record: str, reads: tuple[int | None, int | None]
) -> None:
    samples = int(len(record.split()) > 6)
    found = _found(tmp_path / "x.vcf", meta, record, samples=samples)
    assert (found.caller, (found.split_reads, found.spanning_reads)) == (caller, reads)


def test_novobreak_counts_in_columns_without_names(tmp_path: Path) -> None:
    record = "N . <TRA> . . SVTYPE=TRA;CT=3to3;CHR2=chr5;END=500 GT ./."
    found = _found(tmp_path / "x.vcf", "##INDIVIDUAL=TRUTH", record, _NOVOBREAK_EXTRA)
    assert (found.caller, found.split_reads, found.spanning_reads) == ("novobreak", 9, 7)
    cut = _found(tmp_path / "y.vcf", "##INDIVIDUAL=TRUTH", record)
    assert (cut.caller, cut.split_reads, cut.spanning_reads) == ("novobreak", None, None)


def test_info_of_several_samples_is_not_the_tumors(tmp_path: Path) -> None:
    record = f"1 N {_ALT} . . SVTYPE=BND;PE=70;SR=90 GT 0/1"
    meta = "##source=LUMPY"
    alone = _found(tmp_path / "x.vcf", meta, record)
    assert (alone.split_reads, alone.spanning_reads) == (90, 70)
    header = "\t".join([*_COLUMNS.split(), "FORMAT", "TUMOR", "NORMAL"])
    line = "\t".join([*_PLACE.split(), *record.split(), "0/0"])
    path = write(tmp_path / "y.vcf", "##fileformat=VCFv4.2", meta, header, line)
    (found,) = read(path, "structural_variants").fusions
    assert (found.split_reads, found.spanning_reads) == (None, None)


def test_info_that_names_the_tumor_counts_beside_a_normal(tmp_path: Path) -> None:
    record = f"1 N {_ALT} . . SVTYPE=BND;TUMOUR_READ_SUPPORT=9;SUPPORT=90 GT 0/1"
    header = "\t".join([*_COLUMNS.split(), "FORMAT", "TUMOR", "NORMAL"])
    line = "\t".join([*_PLACE.split(), *record.split(), "0/0"])
    lines = ("##fileformat=VCFv4.2", "##source=SAVANA1.3.0", header, line)
    (found,) = read(write(tmp_path / "y.vcf", *lines), "structural_variants").fusions
    assert found.split_reads == 9


def test_mates_of_severus_are_one_junction(tmp_path: Path) -> None:
    columns = "\t".join([*_COLUMNS.split(), "FORMAT", "S"])
    ends = [
        ("chr2 29224500 severus_BND1_1 N N]chr2:42298000]", "severus_BND1_2"),
        ("chr2 42298003 severus_BND1_2 N N]chr2:29224500]", "severus_BND1_1"),
    ]
    records = [f"{end} 60 PASS SVTYPE=BND;MATE_ID={mate} GT:DR:DV 0/1:37:22" for end, mate in ends]
    table = [columns, *("\t".join(record.split()) for record in records)]
    path = write(tmp_path / "x.vcf", "##fileformat=VCFv4.2", "##source=Severusv1.3", *table)
    (found,) = read(path, "structural_variants").fusions
    assert (found.caller, found.split_reads, found.spanning_reads) == ("severus", 22, None)


_FORWARD = "1 N N[chr5:150404000[ . . SVTYPE=BND"


@pytest.mark.parametrize(
    ("meta", "record", "junction"),
    [
        ("##source=Sniffles", f"{_FORWARD};STRANDS=++", "three_to_three"),
        ("##source=Sniffles", f"{_FORWARD};STRANDS=+-", "sense"),
        ("##source=Sniffles", "1 N N[chr5:150404000] . . SVTYPE=BND;STRANDS=+-", "sense"),
        ("##source=Sniffles2", f"{_FORWARD};STRAND=++", "sense"),  # STRAND is that of the reads
        ("##source=LUMPY", f"{_FORWARD};STRANDS=++:9", "sense"),
        ("##source=TIDDIT-3.6.0", _FORWARD, "unknown"),
    ],
)
def test_which_word_on_the_direction_holds(
    tmp_path: Path, meta: str, record: str, junction: str
) -> None:
    """ALK and CD74 both lie on the minus strand."""
    assert _found(tmp_path / "x.vcf", meta, record, samples=0).junction == junction


def test_inversions_of_novobreak_hold_both_junctions(tmp_path: Path) -> None:
    record = [*_PLACE.split(), "N", ".", "<INV>", ".", ".", "SVTYPE=INV;END=42299000;CT=5to5"]
    for meta, count in (("##INDIVIDUAL=TRUTH", 2), ("##source=DELLY", 1)):
        lines = ("##fileformat=VCFv4.1", meta, _COLUMNS.replace(" ", "\t"), "\t".join(record))
        found = read(write(tmp_path / "x.vcf", *lines), "structural_variants").fusions
        assert len(found) == count


def test_callers_are_listed_and_documented(repository: Path) -> None:
    (told,) = [each.recognized_by for each in all_formats() if each.name == "sv_vcf"]
    documented = (repository / "docs" / "structural-variants.md").read_text()
    for caller in CALLERS:
        assert caller.shown in told
        assert f"| {caller.shown} |" in documented
    assert len({caller.name for caller in CALLERS}) == len(CALLERS)
