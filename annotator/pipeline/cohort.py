"""The samples of a run together: the cohort tables, and warnings of samples that look alike."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from annotator.files.documents import read_document, write_together
from annotator.files.package_data import resource_folder
from annotator.model.findings import FindingsDocument
from annotator.model.report import Report
from annotator.pipeline.document_stages import second_document
from annotator.pipeline.equal_variants import VariantList, equal_variants, variant_list
from annotator.pipeline.outputs import check_output_id, output_path

log = logging.getLogger("annotator")


def log_equal_variants(outdir: Path, samples: Sequence[str]) -> None:
    """Warn where samples of different patients in a run have the same variants."""
    paths = [output_path(outdir, sample, "findings") for sample in samples]
    if len(paths) > 1:
        documents = (
            FindingsDocument.model_validate_json(path.read_bytes())
            for path in paths
            if path.is_file()
        )
        for sentence in equal_variants(map(variant_list, documents)):
            log.warning("%s", sentence)


def write_cohort(paths: Iterable[Path], outdir: Path) -> None:
    """Write the tables of a run and its page from its reports.

    Raises InputProblem for a file that is not a report and for the second report of a sample.
    """
    from annotator.reporting.cohort import cohort_multiqc, cohort_rows, cohort_tsv
    from annotator.reporting.cohort_page import cohort_html, cohort_page, cohort_sample

    samples: set[str] = set()
    variants: list[VariantList] = []
    on_page = []

    def checked(path: Path) -> Report:
        report = read_document(path, Report, "report.json", "interpret")
        check_output_id(path, report.sample.id)
        if report.sample.id in samples:
            raise second_document(path, report.sample.id)
        samples.add(report.sample.id)
        variants.append(variant_list(report))
        on_page.append(cohort_sample(report))
        return report

    rows = cohort_rows(map(checked, paths))
    for sentence in equal_variants(variants):
        log.warning("%s", sentence)
    tables = {"cohort.tsv": cohort_tsv(rows), "annotator_mqc.json": cohort_multiqc(rows)}
    content = {name: text.encode() for name, text in tables.items()}
    templates = resource_folder("templates") / "html"
    content["cohort.html"] = cohort_html(cohort_page(on_page), templates)
    write_together([(outdir / name, part) for name, part in content.items()])
