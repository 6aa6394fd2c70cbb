"""Which column is the tumor."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.readers.vcf.callers import caller_code
from annotator.readers.vcf.header import VcfHeader
from annotator.readers.vcf.tumor_column import tumor_column
from tests.builders.files import data_file

_FIXED = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]


def _column(
    samples: list[str], *meta: str, wanted: str | None = None, sample: str | None = None
) -> str | None:
    columns = [*_FIXED, "FORMAT", *samples] if samples else _FIXED
    header = VcfHeader(list(meta), columns, len(meta) + 1)
    return tumor_column(data_file(Path("x.vcf")), header, wanted, sample).name


def test_no_column_and_one_column() -> None:
    assert _column([]) is None
    assert _column(["any"]) == "any"


def test_the_named_column_wins_over_the_header() -> None:
    assert _column(["A", "B"], "##tumor_sample=A", wanted="B") == "B"


@pytest.mark.parametrize("samples", [["A"], ["A", "B"]])
def test_the_named_column_must_be_there(samples: list[str]) -> None:
    with pytest.raises(InputProblem) as raised:
        _column(samples, wanted="T")
    assert raised.value.expected == f"one of {', '.join(samples)}"
    assert raised.value.line == 1


@pytest.mark.parametrize(
    "meta",
    [
        "##tumor_sample=B",
        "##normal_sample=A",
        "##PEDIGREE=<Derived=B,Original=A>",
        "##SAMPLE=<ID=B,Genomes=Tumor>",
        '##SAMPLE=<ID=TUMOR,SampleName=B,File="/x,y">',
        "##source=svaba run -n A -t B -p 8",
        "##SAMPLE=<ID=B,Gender=n/a,IsTumor=yes,IsFFPE=no>",
        '##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--RGSM A --RGSM-tumor B --umi x">',
        '##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--RGSM=A --RGSM-tumor=B">',
    ],
)
def test_the_header_tells(meta: str) -> None:
    assert _column(["A", "B"], meta) == "B"
    assert _column(["B", "A"], meta) == "B"


@pytest.mark.parametrize(
    ("samples", "tumor"),
    [
        (["NORMAL", "TUMOR"], "TUMOR"),
        (["tumor", "normal"], "tumor"),
        (["x_normal", "y"], "y"),
        (["P1_Tumour", "P1_blood"], "P1_Tumour"),
        (["DNA_NORMAL", "DNA_TUMOR", "RNA_TUMOR"], "DNA_TUMOR"),
    ],
)
def test_the_names_tell(samples: list[str], tumor: str) -> None:
    assert _column(samples) == tumor


@pytest.mark.parametrize(
    ("samples", "meta"),
    [
        (["A", "B"], ()),
        (["TUMOR_1", "TUMOR_2", "NORMAL"], ()),
        (["A", "B", "C"], ("##normal_sample=A",)),
        (["A", "B"], ("##tumor_sample=elsewhere",)),
        (["tumorous", "abnormality"], ()),
    ],
)
def test_columns_that_cannot_be_told_apart_are_listed(
    samples: list[str], meta: tuple[str, ...]
) -> None:
    with pytest.raises(InputProblem) as raised:
        _column(samples, *meta)
    assert ", ".join(samples) in raised.value.found
    assert raised.value.advice == "Say which one with --tumor-sample."


@pytest.mark.parametrize(
    ("meta", "name"),
    [
        (["##source=Mutect2"], "mutect2"),
        (["##source=FilterMutectCalls", "##source=Mutect2"], "mutect2"),
        (["##MutectVersion=2.2"], "mutect2"),
        (["##GATKCommandLine=<ID=HaplotypeCaller,CommandLine=mutect2>"], "haplotypecaller"),
        (["##source=VarDict_v1.8.2"], "vardict"),
        (["##source=VarDict_v1.8.2", "##source=Mutect2"], "vcf"),
        (["##source=DRAGEN_SV"], "dragen_sv"),
        (["##source=GenerateSVCandidates 1.6.0"], "manta"),
        (["##varlociraptor_observation_format_version=3"], "varlociraptor"),
        (
            [
                "##vcfProcessLog=<InputVCF=<.>,InputVCFSource=<bam-somaticsniper>,InputVCFVer=<1.0>>",
                "##vcfProcessLog=<InputVCF=</in/strelka.vcf>, InputVCFSource=<fpfilter>>",
            ],
            "somaticsniper",
        ),
        (
            ['##vcfProcessLog=<InputVCF="/x";InputVCFSource="pindel2vcf";InputVCFVer="0.6.3">'],
            "pindel",
        ),
        (["##reference=strelka.fa"], "vcf"),
        ([], "vcf"),
    ],
)
def test_caller_is_that_of_the_header(meta: list[str], name: str) -> None:
    assert caller_code(VcfHeader(meta, _FIXED, 1)) == name


@pytest.mark.parametrize(
    ("meta", "tumor"),
    [
        (("##source=strelka", "##content=strelka somatic snv calls"), "B"),
        (("##source=VarScan2", "##INFO=<ID=SSC,Number=1>"), "B"),
        (("##source=VarDict_v1.8.2", "##INFO=<ID=STATUS,Number=1>"), "A"),
        (('##MuSE_version="v1.0rc"',), "A"),
        (("##source=GenerateSVCandidates 1.6.0", "##INFO=<ID=SOMATICSCORE,Number=1>"), "B"),
    ],
)
def test_the_order_of_the_caller_tells_with_a_warning(meta: tuple[str, ...], tumor: str) -> None:
    header = VcfHeader(list(meta), [*_FIXED, "FORMAT", "A", "B"], 5)
    found = tumor_column(data_file(Path("x.vcf")), header, None)
    assert found.name == tumor
    assert [(n.code, n.source) for n in found.warnings] == [("tumor_by_order", "x.vcf")]
    assert f"column {tumor} " in found.warnings[0].message


@pytest.mark.parametrize(
    ("meta", "samples"),
    [
        (("##source=strelka", "##content=strelka germline small-variant calls"), ["A", "B"]),
        (("##source=VarScan2",), ["Sample1", "Sample2"]),
        (("##source=strelka", "##content=strelka somatic snv calls"), ["A", "B", "C"]),
        (("##source=Mutect2",), ["A", "B"]),
    ],
)
def test_the_order_tells_nothing_elsewhere(meta: tuple[str, ...], samples: list[str]) -> None:
    with pytest.raises(InputProblem, match="could be the tumor"):
        _column(samples, *meta)


def test_names_need_no_warning() -> None:
    header = VcfHeader(["##source=VarScan2"], [*_FIXED, "FORMAT", "NORMAL", "TUMOR"], 2)
    assert tumor_column(data_file(Path("x.vcf")), header, None).warnings == ()


def test_the_column_called_as_the_sample_is_its_tumor() -> None:
    assert _column(["A", "B"], sample="B") == "B"
    assert _column(["A", "TUMOR"], sample="A") == "A"
    with pytest.raises(InputProblem, match="could be the tumor"):
        _column(["A", "B"], sample="C")


def test_the_header_and_the_option_come_before_the_name_of_the_sample() -> None:
    assert _column(["A", "B"], "##tumor_sample=A", sample="B") == "A"
    assert _column(["A", "B"], "##normal_sample=B", sample="B") == "A"
    assert _column(["A", "B"], wanted="A", sample="B") == "A"


@pytest.mark.parametrize(
    ("name", "meta", "warned"),
    [
        ("NORMAL", (), True),
        ("S1_normal", (), True),
        ("S1", ("##normal_sample=S1",), True),
        ("S1", (), False),
        ("TUMOR_vs_NORMAL", (), False),
        ("Abnormal", (), False),
    ],
)
def test_an_only_column_that_is_called_normal(
    name: str, meta: tuple[str, ...], warned: bool
) -> None:
    header = VcfHeader(list(meta), [*_FIXED, "FORMAT", name], 2)
    column = tumor_column(data_file(Path("x.vcf")), header, None)
    assert column.name == name
    assert [n.code for n in column.warnings] == ["only_column_is_normal"] * warned
    wanted = tumor_column(data_file(Path("x.vcf")), header, name)
    assert wanted.warnings == ()
