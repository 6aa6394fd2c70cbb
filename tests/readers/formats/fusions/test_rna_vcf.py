"""VCFs of RNA: read as fusions with their reads, refused as variants of DNA."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.readers.registry import format_of
from tests.builders.files import data_file, read, write
from tests.builders.fusion_tables import places, read_text
from tests.readers.formats.fusions.writers_vcf import ARRIBA_META, GENOOX_META, records

_COLUMNS = "#CHROM POS ID REF ALT QUAL FILTER INFO"
_SPLICE_META = "##fileformat=VCFv4.1\n##source=SpliceGirl 3.1\n"
_EML4 = "chr2 42264731 1a G G]chr2:29223528] {quality} PASS SVTYPE=BND;MATEID=1b;GENE_NAME=EML4"
_ALK = "chr2 29223528 1b C C]chr2:42264731] {quality} PASS SVTYPE=BND;MATEID=1a;GENE_NAME=ALK"


def _arriba(quality: str = "5") -> str:
    lines = (line.format(quality=quality) for line in (_EML4, _ALK))
    return records(ARRIBA_META, _COLUMNS, *lines)


def _splice(*lines: str) -> str:
    return records(_SPLICE_META, f"{_COLUMNS} FORMAT S", *lines)


_MET = "chr7 116771654 . G <DEL> 100 PASS SVTYPE=DEL;END=116774880;ALTDEDUP=77 AD:DP 77:2"


@pytest.mark.parametrize(
    ("quality", "confidence"), [("5", "high"), ("2", "medium"), ("0.5", "low"), (".", None)]
)
def test_arriba(tmp_path: Path, quality: str, confidence: str | None) -> None:
    (found,) = read_text(tmp_path, _arriba(quality)).fusions
    assert (found.assay, found.junction, found.ordered) == ("rna", "sense", True)
    assert places(found) == "chr2:42264731+ chr2:29223528-"
    assert (found.five_prime.gene, found.three_prime.gene) == ("EML4", "ALK")
    assert (found.split_reads, found.confidence, found.source.line) == (None, confidence, 7)


def test_arriba_of_genes_without_models_keeps_its_own_order(tmp_path: Path) -> None:
    first = "chr9 100 1a G [chr9:900[G 5 PASS SVTYPE=BND;MATEID=1b;GENE_NAME=A;GENE_ID=x"
    second = "chr9 900 1b C [chr9:100[C 5 PASS SVTYPE=BND;MATEID=1a;GENE_NAME=;GENE_ID="
    (found,) = read_text(tmp_path, records(ARRIBA_META, _COLUMNS, first, second)).fusions
    assert places(found) == "chr9:100- chr9:900+"
    assert (found.five_prime.gene, found.three_prime.gene) == ("A", None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (_EML4.format(quality="5"), "MATEID"),
        (f"{_EML4.format(quality='5')}\n".replace("G]chr2:29223528]", "."), "MATEID"),
    ],
)
def test_arriba_without_its_mate(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(InputProblem, match=message):
        read_text(tmp_path, records(ARRIBA_META, _COLUMNS, line))


def test_genoox_counts_each_fusion_once(tmp_path: Path) -> None:
    info = "GENE_NAME=EML4;FUSION_DRIVER_GENE=ALK;SPLIT_READS=33;DISCORDANT_PAIRS=2"
    lines = (
        f"chr2 42264731 EML4-ALK-42264731-29223528_1 . .]chr2:29223528] . PASS "
        f"SVTYPE=FUSION;{info} GT ./.",
        f"chr2 29223528 EML4-ALK-42264731-29223528_2 . ]chr2:42264731]. . PASS "
        f"SVTYPE=FUSION;{info} GT ./.",
        f"chr9 5 GAPDH . <ExprControl> . PASS SVTYPE=ExprControl;{info} GT ./.",
    )
    (found,) = read_text(tmp_path, records(GENOOX_META, f"{_COLUMNS} FORMAT S", *lines)).fusions
    assert (found.assay, found.split_reads, found.spanning_reads) == ("rna", 33, 2)
    assert places(found) == "chr2:42264731? chr2:29223528?"
    assert (found.five_prime.gene, found.three_prime.gene) == ("EML4", "ALK")


@pytest.mark.parametrize(
    ("identifier", "genes"),
    [
        ("ALK-EML4-29223528-42264731_2", ("EML4", "ALK")),
        ("EML4-ALK-42264731-29223528_1", ("EML4", "ALK")),
        ("x_1", (None, None)),
    ],
)
def test_genes_of_genoox_by_the_identifier(
    tmp_path: Path, identifier: str, genes: tuple[str | None, str | None]
) -> None:
    line = (
        f"chr2 42264731 {identifier} . .]chr2:29223528] . FAIL "
        "SVTYPE=FUSION;GENE_NAME=EML4;FUSION_DRIVER_GENE=ALK;SPLIT_READS=.; GT ./."
    )
    (found,) = read_text(tmp_path, records(GENOOX_META, f"{_COLUMNS} FORMAT S", line)).fusions
    assert (found.five_prime.gene, found.three_prime.gene) == genes
    assert (found.split_reads, found.filters) == (None, ["FAIL"])


def test_splice_variants_of_tso_500(tmp_path: Path) -> None:
    low = "chr2 42264731 . C <DEL> 0 LowQ SVTYPE=DEL;END=42266000 AD:DP 1:80"
    content = read_text(tmp_path, _splice(low, _MET))
    other, met = content.fusions
    assert (other.split_reads, other.filters) == (1, ["LowQ"])
    assert places(met) == "chr7:116771654+ chr7:116774881+"
    assert (met.assay, met.split_reads, met.filters) == ("rna", 77, [])
    assert met.raw_support == {"AD": "77", "DP": "2"}
    assert [notice.code for notice in content.warnings] == ["holds_no_gene_fusion"]


@pytest.mark.parametrize("role", ["structural_variants", "small_variants"])
@pytest.mark.parametrize(
    ("text", "named"),
    [
        (_arriba(), "arriba"),
        (records(GENOOX_META, _COLUMNS), "genoox"),
        (_splice(_MET), "tso500_splice"),
        (records("##fileformat=VCFv4.2\n##source=fusioncatcher_v1\n", _COLUMNS), "fusioncatcher"),
    ],
)
def test_a_vcf_of_rna_is_no_vcf_of_dna(tmp_path: Path, text: str, named: str, role: Role) -> None:
    path = tmp_path / "x.vcf"
    path.write_text(text)
    with pytest.raises(InputProblem, match=rf"of RNA.*\({named}\)") as raised:
        read(path, role)
    assert raised.value.advice == "Give it as --fusions."


@pytest.mark.parametrize("kind", ["Fusion", "FUSION", "RNAExonVariant"])
def test_a_record_of_rna_is_no_structural_variant(tmp_path: Path, kind: str) -> None:
    line = f"chr2 42264731 a N N]chr2:29223528] . PASS SVTYPE={kind};READ_COUNT=9"
    path = tmp_path / "x.vcf"
    path.write_text(records("##fileformat=VCFv4.1\n", _COLUMNS, line))
    with pytest.raises(InputProblem, match="a result of RNA") as raised:
        read(path, "structural_variants")
    assert (raised.value.line, raised.value.advice) == (3, "Give it as --fusions.")


def test_genoox_of_copy_numbers_is_no_fusion_file(tmp_path: Path) -> None:
    meta = ("##fileformat=VCFv4.2", "##GENOOX_VCF_TYPE=ULTIMA_CNV")
    path = write(tmp_path / "x.vcf", *meta, "\t".join(_COLUMNS.split()))
    with pytest.raises(InputProblem, match="unknown format"):
        format_of(data_file(path), "fusions")
