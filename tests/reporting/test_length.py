"""Reports of an unknown history, which give guidance for each usual one, stay short."""

from pathlib import Path

import pypdf
import pytest

from annotator.cli.main import main

MOST_PAGES = 8


@pytest.mark.parametrize(
    ("sample", "build", "fusions"),
    [
        ("EX11_ALK_history_unknown", "GRCh37", "arriba.fusions.tsv"),  # one mutation of ALK
        ("EX03_ALK_L1196M_G1202R", "GRCh38", "arriba.fusions.tsv"),  # a compound and TP53
        ("EX13_ALK_KRAS_G12C", "GRCh37", "arriba.fusions.tsv"),  # a bypass
    ],
)
def test_an_unknown_history_with_findings_fits_few_pages(
    repository: Path, tmp_path: Path, sample: str, build: str, fusions: str
):
    folder = repository / "resources" / "example" / sample
    name = sample.split("_")[0]
    (variants,) = folder.glob("*.vcf.gz")
    asked = ["report", "--sample", sample, "--genome-build", build, "--tumor-sample", f"{name}_T"]
    asked += ["--small-variants", str(variants), "--fusions", str(folder / f"{name}.{fusions}")]
    asked += ["--coverage", str(folder / f"{name}.regions.bed.gz")]
    created = ["--created", "2026-11-22T09:00:00Z"]
    assert main([*asked, *created, "--outdir", str(tmp_path)]) == 0
    pages = pypdf.PdfReader(tmp_path / sample / f"{sample}.report.pdf").pages
    assert len(pages) <= MOST_PAGES
    text = "".join("".join(page.extract_text() for page in pages).split())
    for branch in ("TKI-naive", "aftercrizotinib", "afterlorlatinib"):
        assert f"History{branch}" in text
