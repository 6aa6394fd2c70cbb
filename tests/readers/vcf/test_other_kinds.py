"""A VCF read in one role says which of its records are read in another."""

from pathlib import Path

import pytest

from annotator.model.roles import Role
from annotator.pipeline.sample import detect_sample
from annotator.readers.format import Scope
from annotator.readers.sheet.request import SampleRequest
from tests.builders import packaged
from tests.builders.files import kinases, read, vcf, with_targets

_META = (
    "##fileformat=VCFv4.2",
    "##TotalMappedFusionPanelReads=500000",
    '##FORMAT=<ID=CN,Number=1,Type=Integer,Description="x">',
    '##ALT=<ID=INV,Description="x">',
    "##contig=<ID=chr2,length=242193529>",
    "##contig=<ID=chr7,length=159345973>",
)
_SMALL = "chr2 29220831 . C T . PASS . GT:AD 0/1:90,30"
_COPIES = "chr7 116700000 MET N <CNV> . PASS SVTYPE=CNV;END=116750000;CN=9 GT:CN ./.:9"
_JUNCTION = "chr2 29223528 . N <INV> . PASS SVTYPE=INV;END=42295516 GT 0/1"
_RNA = (
    "chr2 29223528 EML4-ALK.E6A20_1 N ]chr2:42295516]N . PASS "
    "SVTYPE=Fusion;READ_COUNT=90;GENE_NAME=EML4 GT ./."
)
_BLOCK = "chr2 29220000 . C <NON_REF> . . END=29220900 GT:DP 0/0:300"
_DELETION = "chr2 29220000 . C <DEL> . PASS SVTYPE=DEL;END=29220900 GT 0/1"


def _scope() -> Scope:
    return with_targets(kinases(), copy_number_genes=frozenset({"MET"}))


@pytest.mark.parametrize(
    ("role", "records", "held"),
    [
        ("small_variants", [_SMALL], set()),
        ("small_variants", [_SMALL, _COPIES], {"copy_number"}),
        ("small_variants", [_SMALL, _JUNCTION, _RNA], {"structural_variants", "fusions"}),
        ("small_variants", [_SMALL, _DELETION], set()),  # copies or a junction: it does not tell
        ("structural_variants", [_JUNCTION], set()),
        ("structural_variants", [_JUNCTION, _SMALL, _COPIES], {"small_variants", "copy_number"}),
        ("copy_number", [_COPIES], set()),
        ("copy_number", [_COPIES, _SMALL, _RNA], {"small_variants", "fusions"}),
        ("fusions", [_RNA], set()),
        ("fusions", [_RNA, _SMALL, _COPIES], {"small_variants", "copy_number"}),
        ("coverage", [_BLOCK], set()),
        ("coverage", [_BLOCK, _SMALL], {"small_variants"}),
    ],
)
def test_records_of_other_roles_are_named(
    tmp_path: Path, role: Role, records: list[str], held: set[Role]
) -> None:
    path = vcf(tmp_path / "x.vcf", *records, meta=_META)
    assert set(read(path, role, _scope()).held_for_others) == held


def test_a_small_variant_elsewhere_bears_on_nothing(tmp_path: Path) -> None:
    path = vcf(tmp_path / "x.vcf", _RNA, "chr7 5 . C T . PASS . GT 0/1", meta=_META)
    assert read(path, "fusions", _scope()).held_for_others == {}


def _codes(**given: list[str]) -> list[tuple[str, str]]:
    request = SampleRequest.model_validate({"sample": "S1", "genome_build": "GRCh38", **given})
    document = detect_sample(packaged.environment(), request)
    found = [(each.code, each.message) for each in document.warnings]
    return [each for each in found if each[0] == "holds_other_data"]


def test_the_warning_says_how_to_give_it(tmp_path: Path) -> None:
    path = str(vcf(tmp_path / "x.vcf", _RNA, _COPIES, meta=_META))
    ((_, message),) = _codes(fusions=[path])
    assert message == (
        "the file also holds what was not read: copy numbers (--copy-number); give it in these "
        "roles too"
    )


def test_what_is_given_in_its_role_is_not_told(tmp_path: Path) -> None:
    path = str(vcf(tmp_path / "x.vcf", _RNA, _COPIES, meta=_META))
    assert _codes(fusions=[path], copy_number=[path]) == []
