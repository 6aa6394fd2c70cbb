"""Write the example cohort: the files of invented patients, as their callers would write them.

    python tools/make_example.py                    # into resources/example
    python tools/make_example.py --outdir FOLDER    # elsewhere

The same version of the project always writes the same bytes. No patient is real and no row comes
from a real file; `example/patients.py` says who they are, `example/caller_files.py` how each format
is written.
"""

import argparse
from pathlib import Path
from typing import Literal

from example import caller_files
from example.panel import regions
from example.patients import PATIENTS, Patient

from annotator.model.roles import ROLES

EXAMPLE = Path(__file__).resolve().parent.parent / "resources" / "example"
SHEET_COLUMNS = (
    "sample",
    "patient",
    "specimen",
    "collected_on",
    "genome_build",
    "tumor_sample",
    "tumor_purity",
    "ploidy",
    "rna_quality",
    *ROLES,
    "diagnosis",
    "prior_therapies",
    "cns_metastases",
)


def write(path: Path, text: str) -> Path:
    """Write a text file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_bgzip(path: Path, text: str, preset: Literal["vcf", "bed"]) -> Path:
    """Write `path` block-compressed with its tabix index."""
    import pysam

    plain = write(path.with_suffix(""), text)
    pysam.tabix_compress(str(plain), str(path), force=True)
    plain.unlink()
    pysam.tabix_index(str(path), preset=preset, force=True)
    return path


def small_variants(patient: Patient, stem: Path) -> list[Path]:
    """The VCF, compressed and indexed or plain."""
    text = caller_files.mutect2(patient)
    if patient.small_variants.compressed:
        return [write_bgzip(Path(f"{stem}.mutect2.filtered.vcf.gz"), text, "vcf")]
    return [write(Path(f"{stem}.mutect2.filtered.vcf"), text)]


def fusions(patient: Patient, stem: Path) -> list[Path]:
    """The tables of the fusion callers that were run."""
    written = []
    for caller in patient.fusion_tables:
        if caller == "star_fusion":
            path = Path(f"{stem}.star-fusion.fusion_predictions.abridged.tsv")
            written.append(write(path, caller_files.star_fusion(patient)))
        else:
            written.append(write(Path(f"{stem}.arriba.fusions.tsv"), caller_files.arriba(patient)))
    return written


def copy_number(patient: Patient, stem: Path) -> list[Path]:
    """The CNVkit segments."""
    if patient.copy_number is None:
        return []
    suffix = "call.cns" if patient.copy_number.called else "cns"
    return [write(Path(f"{stem}.{suffix}"), caller_files.cnvkit(patient))]


def coverage(patient: Patient, stem: Path) -> list[Path]:
    """The depth over the panel."""
    if patient.coverage is None:
        return []
    text = caller_files.mosdepth(patient, patient.coverage, regions(patient.build))
    return [write_bgzip(Path(f"{stem}.regions.bed.gz"), text, "bed")]


def sheet_row(patient: Patient, outdir: Path) -> list[str]:
    """Write the files of one patient and return the line of the sample sheet."""
    stem = outdir / patient.sample / patient.sample.split("_")[0]

    def names(paths: list[Path]) -> str:
        return ";".join(path.relative_to(outdir).as_posix() for path in paths)

    return [
        patient.sample,
        patient.patient,
        patient.specimen,
        patient.collected_on,
        patient.build,
        caller_files.tumor_column(patient),
        patient.purity,
        patient.ploidy,
        patient.rna_quality,
        names(small_variants(patient, stem)),
        "",
        names(fusions(patient, stem)),
        names(copy_number(patient, stem)),
        names(coverage(patient, stem)),
        patient.diagnosis,
        patient.prior_therapies,
        patient.cns_metastases,
    ]


def main() -> None:
    """Write the cohort and its sample sheet."""
    parser = argparse.ArgumentParser(description="Write the example cohort of invented patients.")
    parser.add_argument("--outdir", type=Path, default=EXAMPLE, help="default: beside this script")
    outdir: Path = parser.parse_args().outdir
    rows = [sheet_row(patient, outdir) for patient in PATIENTS]
    write(outdir / "samples.tsv", caller_files.table([SHEET_COLUMNS, *rows]))


if __name__ == "__main__":
    main()
