rule cohort:
    input:
        [
            f"{OUTDIR}/{sample}/{sample}.report.json"
            for batch in BATCHES
            for sample in batch.samples
        ],
    output:
        report(
            f"{OUTDIR}/cohort.tsv", category="Cohort", caption="../report/cohort.rst"
        ),
        report(
            f"{OUTDIR}/cohort.html",
            category="Cohort",
            caption="../report/cohort_page.rst",
        ),
    log:
        f"{OUTDIR}/logs/cohort.log",
    conda:
        "../envs/annotator.yaml"
    params:
        outdir=lambda wildcards, output: Path(output[0]).parent,
    shell:
        "annotator cohort {input:q} --outdir {params.outdir:q} 2> {log:q}"


# The last job of a run: it fails, naming them, when samples failed. Their reports say why, and
# all files of the run stay.
rule complete:
    input:
        cohort=f"{OUTDIR}/cohort.tsv",
        reports=[
            output_path(Path(OUTDIR), sample, form)
            for batch in BATCHES
            for sample in batch.samples
            for form in SETTINGS.formats
        ],
    output:
        f"{OUTDIR}/complete.txt",
    log:
        f"{OUTDIR}/logs/complete.log",
    conda:
        "../envs/annotator.yaml"
    script:
        "../scripts/complete.py"
