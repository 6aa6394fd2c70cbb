"""How each format is guarded: absence, rows of another sample, two rows of one place, bad rows."""

import csv
import io
import re
from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.model.evidence import Evidence
from annotator.pipeline.sample import detect_sample
from annotator.readers.format import Content, Format
from annotator.readers.guards import COLUMNS, guards_of
from annotator.readers.registry import all_formats
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.tables.samples import sample_column
from tests.builders import packaged
from tests.builders.files import data_file, kinases
from tests.builders.fusion_tables import EML4_ALK
from tests.readers.formats.copy_number.texts import FORCED, TEXTS
from tests.readers.formats.fusions.writers import WRITERS
from tests.readers.minimal_files import BUILT_ELSEWHERE, FORMATS, minimal_file

GROUNDS: dict[str, set[Evidence]] = {
    "fusion": {"rna_fusions", "dna_junctions"},
    "amplification": {"copy_numbers"},
    "loss": {"copy_numbers"},
}
"""What a file must be able to show for a target to be `absent` by it alone, by its last word."""
_USUAL = ("sample", "Sample_ID", "Tumor_Sample_Barcode", "tumor_id", "case_id",
          "Kids_First_Biospecimen_ID")  # fmt: skip


def named(formats: list[Format]) -> list[str]:
    return [form.name for form in formats]


def of_name(name: str) -> Format:
    return next(form for form in all_formats() if form.name == name)


def read(path: Path, form: Format, text: str, sample: str = "S1") -> Content:
    path.write_text(text)
    return form.read(data_file(path), kinases("GRCh38", sample))


def observations(content: Content) -> list[object]:
    return [
        *content.fusions,
        *content.segments,
        *content.gene_copies,
        *content.small_variants,
        *content.depths,
        *content.tumor_contents,
    ]


def test_every_format_has_a_small_file():
    assert {*named(FORMATS), *BUILT_ELSEWHERE} == set(named(list(all_formats())))


@pytest.mark.parametrize("name", named(FORMATS))
def test_absence_is_claimed_from_what_a_format_declares_alone(tmp_path: Path, name: str) -> None:
    form, text = of_name(name), minimal_file(name)
    path = tmp_path / "x.txt"
    path.write_text(text or "")
    given = {"sample": "S", "genome_build": "GRCh38", form.role: [f"{name}={path}"]}
    document = detect_sample(packaged.environment(), SampleRequest.model_validate(given))
    for assessment in document.assessments:
        if assessment.result == "absent":
            grounds = GROUNDS.get(assessment.target.split()[-1], {"depth"})
            assert grounds.intersection(form.evidence), (assessment.target, assessment.reason)


OWN_COLUMN = {
    **dict.fromkeys(("ichorcna", "ichorcna_older", "seg_linear", "seg_log10", "seg_log2"), "ID"),
    "defuse": "library_name",
    "metafusion": "samples",
}
"""The column of samples of formats that name it otherwise than is usual."""


def cells_of(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else next(csv.reader([line]))


def joined(cells: list[str], like: str) -> str:
    if "\t" in like:
        return "\t".join(cells)
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    return written.getvalue()


def of_two_patients(form: Format, text: str, column: str) -> str | None:
    """The table with its last row twice, for P1 and P2; None where it has no header."""
    if form.name in HEADERLESS:
        return None
    *before, header, row = text.splitlines()
    names = [name.strip('"# ') for name in cells_of(header)]
    own = OWN_COLUMN.get(form.name)
    own = own if own in names else sample_column(names)
    rows = []
    for patient in ("P1", "P2"):
        cells = cells_of(row)
        if own is None:
            cells.append(patient)
        else:
            cells[names.index(own)] = patient
        rows.append(joined(cells, row))
    if own is None:
        header = joined([*cells_of(header), column], header)
    return "".join(f"{line}\n" for line in (*before, header, *rows))


HEADERLESS = {"metafusion_cff", "tophat_fusion", "bedtools_depth"}
OF_COLUMN = [form.name for form in FORMATS if form.samples == "column"]


@pytest.mark.parametrize("column", _USUAL)
@pytest.mark.parametrize("name", OF_COLUMN)
def test_rows_of_other_samples_are_never_taken(tmp_path: Path, name: str, column: str) -> None:
    form = of_name(name)
    text = of_two_patients(form, minimal_file(name) or "", column)
    if text is None:
        pytest.skip("a table without a header names no sample")
    try:
        content = read(tmp_path / "x", form, text)
    except InputProblem:
        return
    assert not observations(content), name
    assert [warning.code for warning in content.warnings] == ["sample_not_in_table"]
    assert observations(read(tmp_path / "x", form, text, sample="P2")), name


def bad_row_elsewhere(name: str) -> str | None:
    """A mitochondrial row of no gene looked at, whose places and reads cannot be read."""
    if name in WRITERS:
        ends = [
            end.model_copy(update={"gene": gene, "chrom": "chrM", "position": 77_777_777})
            for end, gene in ((EML4_ALK.five_prime, "FOO"), (EML4_ALK.three_prime, "BAR"))
        ]
        fusion = EML4_ALK.model_copy(
            update={"five_prime": ends[0], "three_prime": ends[1], "split_reads": 66_666_666}
        )
        row = WRITERS[name](fusion).splitlines()[-1]
        bad = re.sub(r"7777777[678]|66666666", "0x", row)
        return bad if bad != row and "\t" in row else None
    if name == "discrete_copy_number":
        return "FOO\t1\tx\tx"
    if name in TEXTS:
        row = TEXTS[name].splitlines()[-1]
        cells = [re.sub(r'^"?(chr)?7"?$', "chrM", cell) for cell in cells_of(row)]
        cells = [re.sub(r"^116\d+$|^1\.16e\+08$|^ddPCR$", "x", cell) for cell in cells]
        cells = ["FOO" if cell in ("MET", "TP53", "ALK") else cell for cell in cells]
        cells[-1] = "x" if "FOO" in cells else cells[-1]
        return joined(cells, row)
    return {
        "depth_bed": "chrM\t0\t0\tx",
        "callable_bed": "chrM\t0\t0\tx",
        "bedcov": "chrM\t0\t0\tx",
        "dragen_coverage": "chrM\t0\t0\ta\tx\tx\tx",
        "samtools_depth": "chrM\t0\tx",
        "gatk_depth_of_coverage": "chrM:0\tx\tx\tx",
        "maf": "FOO\tchrM\tx\tC\tC\t?\tS",
        "bedpe": "M\t-5\tx\tM\t5\tx\t.\t9\t+\t+",
        "cbioportal_sv": "S\tFOO\tM\tx\tBAR\tM\t0x\tSOMATIC",
        "juli": "chrM\tx\t1\t3\t4\tFOO\t+\tchrM\tx\t1\t3\t4\tBAR\t-",
        "vcf": "chrM\tx\t.\tC\tT\t.\tPASS\t.\tGT:AD:DP\t0/1:20,10:30",
        "sv_vcf": "chrM\tx\ta\tN\tN]chr5:0]\t.\tPASS\tSVTYPE=BND\tPR:SR\t9,7:8,9",
        "gvcf": "chrM\tx\t.\tC\t<NON_REF>\t.\t.\tEND=29220931\tGT:DP:MIN_DP\t0/0:30:30",
    }.get(name)


WITH_BAD_ROW = [
    form.name
    for form in FORMATS
    if form.bad_rows == "elsewhere" and bad_row_elsewhere(form.name) is not None
]
NOT_LOOKED_AT = {"bedcov", "bedtools_depth", "callable_bed", "depth_bed", "dragen_coverage",
                 "gatk_depth_of_coverage", "gvcf", "mosdepth_thresholds", "samtools_depth",
                 "vcf"}  # fmt: skip
"""Formats whose rows on other chromosomes are passed over without a look, and not counted."""


@pytest.mark.parametrize("name", WITH_BAD_ROW)
def test_an_irrelevant_bad_row_changes_nothing(tmp_path: Path, name: str) -> None:
    form, text = of_name(name), minimal_file(name) or ""
    good = read(tmp_path / "x", form, text)
    both = read(tmp_path / "x", form, f"{text}{bad_row_elsewhere(name)}\n")
    assert observations(both) == observations(good)
    (skipped,) = [w for w in both.warnings if w.code == "rows_skipped"] or [None]
    if skipped is None:
        assert name in NOT_LOOKED_AT
    else:
        assert f"line {len(text.splitlines()) + 1}" in skipped.message
    assert bool(observations(good))


def test_most_formats_are_tried_with_a_bad_row():
    tried = {form.name for form in FORMATS if form.bad_rows == "elsewhere"}
    assert len(WITH_BAD_ROW) > 0.8 * len(tried)
    assert not FORCED - set(WITH_BAD_ROW)


OF_ANOTHER_VALUE = {"ascat_statistics", "purecn_purity", "purple_purity"}
ONE_ROW = [form.name for form in FORMATS if form.one_row_each and form.name in TEXTS]


@pytest.mark.parametrize("name", ONE_ROW)
def test_two_rows_of_one_place_that_differ_are_an_error(tmp_path: Path, name: str) -> None:
    form, text = of_name(name), TEXTS[name]
    *_, row = text.splitlines()
    met = next((line for line in text.splitlines() if "MET" in line), row)
    other = re.sub(r"(?<![\w.])(1\.5|5\.[56]|6|2|5|0\.9|0\.2)(?![\w.])", "1", met)
    if other == met or name in OF_ANOTHER_VALUE:
        pytest.skip("other tests differ in the value of this format")
    twice = read(tmp_path / "x", form, f"{text}{met}\n")
    assert observations(twice) == observations(read(tmp_path / "x", form, text))
    assert "repeated_rows" in [warning.code for warning in twice.warnings]
    with pytest.raises(InputProblem, match=r"lines \d+ and \d+"):
        read(tmp_path / "x", form, f"{text}{other}\n")


def test_guards_are_told_of_every_format():
    for form in all_formats():
        guards = guards_of(form)
        assert len(guards) == len(COLUMNS)
        assert all(guards), form.name
    assert guards_of(of_name("tso500_metrics"))[0] == "nothing"
