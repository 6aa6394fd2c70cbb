"""Assemblies that are neither GRCh37 nor GRCh38, in every header that names contigs."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.roles import Role
from annotator.pipeline.environment import Environment
from annotator.readers.assembly import other_assembly_named
from annotator.readers.datafile import DataFile
from annotator.readers.registry import format_of
from annotator.readers.sample import read_observations
from annotator.readers.sheet.request import SampleRequest
from tests.builders.files import data_file, vcf, write

_RECORD = "chr2 29220831 . C T . PASS . GT:AD 0/1:400,60"
_START = "##fileformat=VCFv4.2"
_OTHERS = {
    "T2T-CHM13": "##contig=<ID=chr2,length=242696752>",
    "hg18": "##contig=<ID=2,length=242951149>",
    "mouse": "##contig=<ID=chr2,length=182113224>",
    "GRCm39": "##contig=<ID=7,length=144995196>",
    "242193530 bases": "##contig=<ID=chr2,length=242193530>",  # of nothing that is known
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    return Environment()


def _told(file: DataFile, role: Role = "small_variants") -> list[str]:
    return [each.build for each in format_of(file, role).build_evidence(file)]


@pytest.mark.parametrize("role", ["small_variants", "structural_variants", "coverage"])
@pytest.mark.parametrize(("named", "contig"), _OTHERS.items())
def test_lengths_of_neither_build_are_an_error(
    tmp_path: Path, role: Role, named: str, contig: str
) -> None:
    file = data_file(vcf(tmp_path / "x.vcf", _RECORD, meta=(_START, contig)))
    with pytest.raises(InputProblem, match=named) as raised:
        _told(file, role)
    assert "another assembly" in raised.value.found
    assert "GRCh37 or GRCh38" in (raised.value.expected or "")


@pytest.mark.parametrize(
    "meta",
    [
        ("##contig=<ID=NC_060926.1,length=242696752>",),
        ("##contig=<ID=CP068276.2>",),
        ("##contig=<ID=NC_000068.7,length=182113224>",),
        ("##contig=<ID=NC_000002.10>",),  # of NCBI36
        ("##reference=file:///ref/chm13v2.0.fa",),
        ("##reference=hs1.fa",),
        ("##reference=/ref/human_b36_male.fa",),
        ("##assembly=hg18",),
        ("##contig=<ID=chr2,assembly=mm10>",),
        # One chromosome of a build does not outweigh another that contradicts both.
        ("##contig=<ID=chr2,length=242193529>", "##contig=<ID=chr7,length=160567428>"),
    ],
)
def test_names_of_other_assemblies(tmp_path: Path, meta: tuple[str, ...]) -> None:
    file = data_file(vcf(tmp_path / "x.vcf", _RECORD, meta=(_START, *meta)))
    with pytest.raises(InputProblem, match="another assembly"):
        _told(file)


@pytest.mark.parametrize(
    ("meta", "build"),
    [
        # Decoys, alternate loci, viruses and the mitochondrion say nothing of the build.
        (("##contig=<ID=hs37d5,length=35477943>",), ["GRCh37"]),  # a decoy of GRCh37 alone
        (("##contig=<ID=chr6_GL000256v2_alt,length=4929269>",), []),
        (("##contig=<ID=HLA-A*01:01,length=3503>", "##contig=<ID=chrM,length=16571>"), []),
        (("##contig=<ID=chrEBV,length=171823>",), []),
        (("##reference=hs37d5.fa",), ["GRCh37"]),
        (("##contig=<ID=2,length=243199373>", "##contig=<ID=hs37d5,length=5>"), ["GRCh37"]),
        (("##contig=<ID=NC_000002.11>",), ["GRCh37"]),
        (("##contig=<ID=NC_000002.12,length=242193529>",), ["GRCh38"]),
        # Lengths outweigh names: a folder may be called after anything.
        (("##reference=/chm13_project/x.fa", "##contig=<ID=2,length=242193529>"), ["GRCh38"]),
        (("##reference=/mm10/GRCh38.fa",), ["GRCh38"]),
        (("##contig=<ID=chr2,length=0>",), []),
    ],
)
def test_what_is_no_other_assembly(tmp_path: Path, meta: tuple[str, ...], build: list[str]) -> None:
    assert _told(data_file(vcf(tmp_path / "x.vcf", _RECORD, meta=(_START, *meta)))) == build


@pytest.mark.parametrize("length", ["242696752", "242951149"])
def test_the_sequence_dictionary_of_a_table(tmp_path: Path, length: str) -> None:
    head = ("@HD\tVN:1.6", f"@SQ\tSN:chr2\tLN:{length}")
    columns = "CONTIG\tSTART\tEND\tNUM_POINTS_COPY_RATIO\tMEAN_LOG2_COPY_RATIO\tCALL"
    row = "chr2\t1\t1000\t5\t0.1\t0"
    file = data_file(write(tmp_path / "x.cr.seg", *head, columns, row))
    with pytest.raises(InputProblem, match=f"chr2 has {length} bases"):
        _told(file, "copy_number")


def test_no_option_overrides_it(tmp_path: Path, environment: Environment) -> None:
    path = vcf(tmp_path / "x.vcf", _RECORD, meta=(_START, _OTHERS["T2T-CHM13"]))
    request = SampleRequest(sample="S", genome_build="GRCh38", small_variants=[str(path)])
    with pytest.raises(InputProblem, match="another assembly"):
        read_observations(request, environment.targets_of)


@pytest.mark.parametrize(
    ("text", "named"),
    [("hs37d5", None), ("hs1_38", None), ("mm100", None), ("GRCh38", None), ("b37", None)],
)
def test_names_that_only_look_alike(text: str, named: str | None) -> None:
    assert other_assembly_named(text) is named
