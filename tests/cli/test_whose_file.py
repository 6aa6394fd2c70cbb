"""Files of another patient, swapped columns and unproven builds, as a user meets them."""

import gzip
import json
from pathlib import Path

import pytest

from annotator.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "resources" / "example"
EX02 = EXAMPLE / "EX02_ALK_G1202R"
EX03 = EXAMPLE / "EX03_ALK_L1196M_G1202R"
HEADER = "sample\tpatient\tsmall_variants\tfusions\tcoverage\ttumor_sample"
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tTUMOR"
# REF alleles of GRCh38 at coding bases of ALK.
BASES = (
    "chr2\t29220747\t.\tC\tT\t.\tPASS\t.\tAD\t80,20",
    "chr2\t29220829\t.\tG\tA\t.\tPASS\t.\tAD\t80,20",
    "chr2\t29222408\t.\tT\tA\t.\tPASS\t.\tAD\t80,20",
)


@pytest.fixture
def run(capfd):
    """Run a command; gives exit status and what it said on stderr."""

    def command(*words: object) -> tuple[int, str]:
        try:
            status = main([str(word) for word in words])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return status, capfd.readouterr().err

    return command


def sheet(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "samples.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def row(sample: str, patient: str, variants: Path | str, tumor: str = "") -> str:
    return f"{sample}\t{patient}\t{variants}\t\t\t{tumor}"


def report(folder: Path, sample: str) -> dict:
    return json.loads((folder / sample / f"{sample}.report.json").read_text(encoding="utf-8"))


def codes(document: dict) -> list[str]:
    return [each["code"] for each in document["warnings"]]


@pytest.fixture
def other_patients(tmp_path: Path) -> Path:
    """EX03's VCF in the row of EX02."""
    variants = EX03 / "EX03.mutect2.filtered.vcf.gz"
    cells = (variants, EX02 / "EX02.arriba.fusions.tsv", EX02 / "EX02.regions.bed.gz")
    return sheet(tmp_path, "EX02\tP-102\t" + "\t".join(map(str, cells)))


def test_another_patients_file_stands_over_page_1(run, tmp_path, other_patients):
    status, said = run("report", "--samples", other_patients, "--outdir", tmp_path / "out")
    assert (status, "sample_named_otherwise" in said) == (0, True)
    made = report(tmp_path / "out", "EX02")
    assert codes(made)[0] == "sample_named_otherwise"
    assert "EX03_T in EX03.mutect2.filtered.vcf.gz" in made["banners"][0]
    names = {each["name"]: each["sample_name"] for each in made["provenance"]["inputs"]}
    assert names["EX03.mutect2.filtered.vcf.gz"] == "EX03_T"
    assert names["EX02.regions.bed.gz"] is None
    assert made["provenance"]["settings"].get("sample_names") is None


def test_check_says_it_too(run, other_patients):
    status, said = run("check", other_patients)
    assert (status, "sample EX02: sample_named_otherwise" in said) == (0, True)
    assert run("check", other_patients, "--sample-names", "off") == (0, "")
    status, said = run("check", other_patients, "--sample-names", "strict")
    assert (status, "EX03_T" in said) == (2, True)


@pytest.mark.parametrize("command", ["report", "detect"])
def test_strict_refuses_it(run, tmp_path, other_patients, command):
    words = (command, "--samples", other_patients, "--outdir", tmp_path, "--sample-names", "strict")
    status, said = run(*words)
    assert (status, "EX03_T" in said, "--tumor-sample" in said) == (2, True, True)
    assert not list(tmp_path.glob("*/*.json"))


def test_off_reads_it_without_a_word_and_says_so_in_the_settings(run, tmp_path, other_patients):
    words = ("--samples", other_patients, "--outdir", tmp_path, "--sample-names", "off")
    assert run("report", *words)[0] == 0
    made = report(tmp_path, "EX02")
    assert (codes(made), made["banners"]) == ([], [])
    assert made["provenance"]["settings"]["sample_names"] == "off"


def test_another_word_is_refused(run, other_patients):
    assert run("check", other_patients, "--sample-names", "loud")[0] == 2


def test_the_example_cohort_raises_no_doubt(run):
    assert run("check", EXAMPLE / "samples.tsv", "--sample-names", "strict") == (0, "")


@pytest.mark.parametrize("command", ["check", "report", "detect"])
def test_one_content_for_two_patients_is_refused(run, tmp_path, command):
    copy = tmp_path / "copy.vcf"
    copy.write_bytes((EX02 / "EX02.mutect2.filtered.vcf").read_bytes())
    own = EX03 / "EX03.mutect2.filtered.vcf.gz"
    table = sheet(
        tmp_path,
        row("A", "P1", EX02 / "EX02.mutect2.filtered.vcf"),
        row("B", "P2", copy),
        row("C", "P3", own, "EX03_T"),
    )
    out = tmp_path / "out"
    words = (table,) if command == "check" else ("--samples", table, "--outdir", out)
    status, said = run(command, *words)
    assert status == 2
    for line, file, other in ((2, "EX02.mutect2.filtered.vcf", "B"), (3, "copy.vcf", "A")):
        assert f"samples.tsv:{line}:small_variants" in said
        assert f"{file} has the content of a file of the sample {other}" in said
    if command != "check":
        assert [path.name for path in out.glob("*/*.findings.json")] == ["C.findings.json"]


def test_only_one_of_the_two_samples_is_run_and_refused(run, tmp_path):
    variants = EX02 / "EX02.mutect2.filtered.vcf"
    table = sheet(tmp_path, row("A", "P1", variants), row("B", "P2", variants))
    words = ("detect", "--samples", table, "--outdir", tmp_path / "out", "--only", "A")
    status, said = run(*words)
    assert (status, "the sample B, which is of another patient" in said) == (2, True)


def test_one_patient_may_share_a_file(run, tmp_path):
    variants = EX02 / "EX02.mutect2.filtered.vcf"
    table = sheet(tmp_path, row("A", "EX02", variants), row("B", "EX02", variants))
    assert run("check", table) == (0, "")


def test_a_row_without_a_patient_is_read_with_a_warning(run, tmp_path):
    variants = EX02 / "EX02.mutect2.filtered.vcf"
    table = sheet(tmp_path, row("A", "", variants, "EX02_T"), row("B", "EX02", variants))
    assert run("report", "--samples", table, "--outdir", tmp_path)[0] == 0
    assert [codes(report(tmp_path, name))[0] for name in "AB"] == ["content_in_two_rows"] * 2
    assert "file of the sample B" in report(tmp_path, "A")["banners"][0]


def test_empty_tables_and_results_of_few_values_are_no_ones(run, tmp_path):
    table = (EX02 / "EX02.arriba.fusions.tsv").read_text(encoding="utf-8")
    (tmp_path / "empty.tsv").write_text(table.splitlines()[0] + "\n", encoding="utf-8")
    fish = "gene\tmethod\tvalue\tunit\nMET\tFISH\t2.1\tcopies\n"
    (tmp_path / "fish.tsv").write_text(fish, encoding="utf-8")
    rows = [f"{name}\tP{name}\tempty.tsv\tfish.tsv\tGRCh38" for name in "AB"]
    header = "sample\tpatient\tfusions\tcopy_number\tgenome_build"
    assert run("check", sheet(tmp_path, *rows, header=header)) == (0, "")


def test_one_row_beside_the_header_is_someones(run, tmp_path):
    table = (EX02 / "EX02.arriba.fusions.tsv").read_text(encoding="utf-8")
    (tmp_path / "one.tsv").write_text("\n".join(table.splitlines()[:2]) + "\n", encoding="utf-8")
    rows = [f"{name}\tP{name}\tone.tsv" for name in "AB"]
    status, _ = run("check", sheet(tmp_path, *rows, header="sample\tpatient\tfusions"))
    assert status == 2


def test_of_a_cohort_table_each_patient_reads_the_own_rows(run, tmp_path):
    columns = ("NCBI_Build", "Chromosome", "Start_Position", "Reference_Allele",
               "Tumor_Seq_Allele2", "Tumor_Sample_Barcode")  # fmt: skip
    rows = [("GRCh38", "2", "29220747", "C", "T", name) for name in ("S1", "S2")]
    text = "\n".join("\t".join(cells) for cells in (columns, *rows))
    (tmp_path / "all.maf").write_text(text + "\n", encoding="utf-8")
    table = sheet(tmp_path, row("A", "P1", "all.maf", "S1"), row("B", "P2", "all.maf", "S2"))
    assert run("check", table) == (0, "")
    table = sheet(tmp_path, row("A", "P1", "all.maf", "S1"), row("B", "P2", "all.maf", "S1"))
    assert run("check", table)[0] == 2


def test_a_named_column_and_the_same_one_by_its_header_are_one(run, tmp_path):
    variants = EXAMPLE / "EX05_ALK_I1171N_L1256F" / "EX05.mutect2.filtered.vcf"
    for tumor, status in (("", 2), ("EX05_T", 2), ("EX05_N", 0)):
        table = sheet(tmp_path, row("A", "P1", variants, "EX05_T"), row("B", "P2", variants, tumor))
        assert run("check", table)[0] == status


def test_the_same_variants_under_two_patients_are_named(run, tmp_path):
    """The content differs, packed, and the variants do not."""
    variants = EX02 / "EX02.mutect2.filtered.vcf"
    (tmp_path / "b.vcf.gz").write_bytes(gzip.compress(variants.read_bytes()))
    rows = [row("A", "EX02", variants), row("B", "P2", "b.vcf.gz", "EX02_T")]
    table = sheet(tmp_path, *rows)
    named = "A and B have nearly the same variants: 3 of 3 agree in depth and reads too"
    for words in (("check", table), ("report", "--samples", table, "--outdir", tmp_path / "out")):
        status, said = run(*words)
        assert (status, named in said) == (0, True)
    reports = sorted(tmp_path.glob("out/*/*.report.json"))
    status, said = run("cohort", *reports, "--outdir", tmp_path / "out")
    assert (status, named in said) == (0, True)


def test_swapped_columns_stand_over_page_1(run, tmp_path):
    text = (EX02 / "EX02.mutect2.filtered.vcf").read_text(encoding="utf-8")
    lines = [
        line + ("\tEX02_N" if line.startswith("#CHROM") else "\t0/0:500,0:0.0:500")
        if not line.startswith("##")
        else line
        for line in text.splitlines()
    ]
    variants = tmp_path / "pair.vcf"
    variants.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for tumor, warned in (("EX02_T", False), ("EX02_N", True)):
        words = ("--sample", "EX02", "--small-variants", variants, "--tumor-sample", tumor)
        assert run("report", *words, "--outdir", tmp_path)[0] == 0
        made = report(tmp_path, "EX02")
        assert ("tumor_normal_swapped" in codes(made)) is warned
        assert any("EX02_T and not in EX02_N" in said for said in made["banners"]) is warned


def bare(folder: Path, *records: str, meta: tuple[str, ...] = ()) -> Path:
    """A VCF of which the header names no build."""
    path = folder / "bare.vcf"
    lines = ("##fileformat=VCFv4.2", *meta, COLUMNS, *records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("records", "option", "proven"),
    [
        (BASES[:1], (), False),
        (BASES[:2], (), False),
        (BASES, (), True),
        ((BASES[0], BASES[0].replace("\tT\t", "\tA\t"), BASES[1]), (), False),  # one base twice
        (BASES[:1], ("--genome-build", "GRCh38"), False),
        ((), ("--genome-build", "GRCh38"), False),
    ],
)
def test_three_bases_prove_a_build(run, tmp_path, records, option, proven):
    variants = bare(tmp_path, *records)
    words = ("--sample", "S", "--small-variants", variants, *option, "--outdir", tmp_path)
    assert run("report", *words)[0] == 0
    made = report(tmp_path, "S")
    assert made["sample"]["genome_build"] == "GRCh38"
    assert made["sample"]["genome_build_proven"] is proven
    assert ("genome_build_not_proven" in codes(made)) is not proven
    assert any("coordinates not proven" in said for said in made["banners"]) is not proven


def test_a_header_proves_the_build(run, tmp_path):
    meta = ("##contig=<ID=chr2,length=242193529>",)
    words = ("--sample", "S", "--small-variants", bare(tmp_path, BASES[0], meta=meta))
    assert run("report", *words, "--outdir", tmp_path)[0] == 0
    made = report(tmp_path, "S")
    assert (made["sample"]["genome_build_proven"], codes(made)) == (True, [])


def test_a_sample_without_small_variants_has_nothing_to_prove(run, tmp_path):
    words = ("--sample", "EX02", "--fusions", EX02 / "EX02.arriba.fusions.tsv")
    assert run("report", *words, "--outdir", tmp_path)[0] == 0
    assert report(tmp_path, "EX02")["sample"]["genome_build_proven"] is None


def test_a_single_record_that_is_off_by_one_is_warned_of(run, tmp_path):
    """G1202R, one base to the left, reads as G1202E: the base there is C too."""
    variants = bare(tmp_path, BASES[0].replace("29220747", "29220746"))
    words = ("--sample", "S", "--small-variants", variants, "--outdir", tmp_path)
    assert run("report", *words)[0] == 0
    made = report(tmp_path, "S")
    assert [each["label"] for each in made["findings"]] == ["ALK G1202E"]
    assert made["banners"][0].startswith("genome build and coordinates not proven")
