"""A bad record of a VCF on another chromosome refuses no file; damage of the file does."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.readers.format import Content
from tests.builders.files import VCF_META, kinases, read, vcf, write

_SNV = "chr2 29220831 . A T . PASS . GT:AD:DP 0/1:20,10:30"
_BND = "chr2 29223528 a N N]chr2:42295516] . PASS SVTYPE=BND PR:SR 9,7:8,9"
_CNV = "chr7 116000000 . N <DUP> . PASS SVTYPE=CNV;END=117000000 GT:CN ./1:6"
_MANTA = ("##fileformat=VCFv4.2", "##source=GenerateSVCandidates 1.6.0")
_COPIES = ("##fileformat=VCFv4.2", '##FORMAT=<ID=CN,Number=1,Type=Integer,Description="x">')


def content(path: Path, role: Role, *records: str, meta: tuple[str, ...] = VCF_META) -> Content:
    return read(vcf(path, *records, meta=meta), role, kinases("GRCh38", "TUMOR"))


@pytest.mark.parametrize(
    ("role", "meta", "good", "bad"),
    [
        ("structural_variants", _MANTA, _BND, "chrM x b N N]chr5:9] . PASS SVTYPE=BND PR:SR 9:8"),
        ("structural_variants", _MANTA, _BND, "chrM 9 b N N]chr5:x] . PASS SVTYPE=BND PR:SR 9:8"),
        ("structural_variants", _MANTA, _BND, "chrM 9 b N N]chr5:9] . PASS SVTYPE=BND"),
        ("copy_number", _COPIES, _CNV, "chrM 0 . N <DUP> . PASS SVTYPE=CNV;END=x GT:CN ./1:6"),
        ("copy_number", _COPIES, _CNV, "chrM -1 . N <DUP> . PASS SVTYPE=CNV;END=9 GT:CN ./1:6"),
    ],
)
def test_a_bad_record_elsewhere_is_counted(
    tmp_path: Path, role: Role, meta: tuple[str, ...], good: str, bad: str
) -> None:
    alone = content(tmp_path / "x.vcf", role, good, meta=meta)
    both = content(tmp_path / "x.vcf", role, bad, good, meta=meta)
    assert (len(both.fusions), len(both.segments)) == (len(alone.fusions), len(alone.segments))
    assert [w.code for w in both.warnings if w not in alone.warnings] == ["rows_skipped"]


@pytest.mark.parametrize(
    "bad",
    [
        "chrM x b N N]chr2:29223528] . PASS SVTYPE=BND PR:SR 9:8",
        "chrM x b N <TRA> . PASS SVTYPE=TRA;CHR2=2;END=29223528 PR:SR 9:8",
        "chrM x b N N]?:9] . PASS SVTYPE=BND PR:SR 9:8",
        "chrM x b N N]chr5:9] . PASS SVTYPE=BND;GENES=ALK PR:SR 9:8",
        "chr2 x b N N]chr5:9] . PASS SVTYPE=BND PR:SR 9:8",
        "? 5 b N N]chr5:9] . PASS SVTYPE=BND PR:SR",
    ],
)
def test_a_record_that_may_touch_a_gene_is_an_error(tmp_path: Path, bad: str) -> None:
    bad = bad if bad.startswith("?") is False else bad.rpartition(" ")[0]
    with pytest.raises(InputProblem):
        content(tmp_path / "x.vcf", "structural_variants", bad, _BND, meta=_MANTA)


def test_small_variants_of_wrong_columns(tmp_path: Path) -> None:
    short = "chr1 5 . A T . PASS ."
    found = content(tmp_path / "x.vcf", "small_variants", short, _SNV)
    assert len(found.small_variants) == 1
    assert [warning.code for warning in found.warnings] == ["rows_skipped"]
    with pytest.raises(InputProblem, match="8 columns"):  # the last record may be cut
        content(tmp_path / "x.vcf", "small_variants", _SNV, short)
    with pytest.raises(InputProblem, match="8 columns"):  # the header is not theirs
        content(tmp_path / "x.vcf", "small_variants", short, short)
    with pytest.raises(InputProblem, match="8 columns"):
        content(tmp_path / "x.vcf", "small_variants", short.replace("chr1", "chr2"), _SNV)


@pytest.mark.parametrize("record", [" {}", '"{}"', "{} "])
def test_padded_and_quoted_cells_are_read(tmp_path: Path, record: str) -> None:
    path = vcf(tmp_path / "x.vcf", meta=VCF_META)
    cells = "\t".join(record.format(cell) for cell in _SNV.split())
    write(path, *path.read_text().splitlines(), cells)
    found = read(path, "small_variants", kinases("GRCh38", "TUMOR"))
    assert [variant.position for variant in found.small_variants] == [29220831]


@pytest.mark.parametrize("chrom", ["", "."])
def test_a_chromosome_that_cannot_be_read_is_an_error(tmp_path: Path, chrom: str) -> None:
    path = vcf(tmp_path / "x.vcf", _SNV)
    record = "\t".join([chrom, *_SNV.split()[1:]])
    write(path, *path.read_text().splitlines(), record)
    with pytest.raises(InputProblem) as told:
        read(path, "small_variants", kinases("GRCh38", "TUMOR"))
    assert told.value.column == "CHROM"
