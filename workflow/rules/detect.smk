# One rule per batch: a job takes many samples, and every file of every sample is declared.
#
# The sheet is `ancient`, because a batch depends on its own lines of it alone: their digest is a
# parameter. Only input files that exist are declared: a missing one makes its own sample fail, not
# the run. The knowledge base is no input, although detection takes a few tables from it (partners,
# copy-number thresholds, limits): a new release of the knowledge interprets the findings anew and
# does not read the samples again. After a change of those tables: `--forcerun` the detect rules.
for batch in BATCHES:

    rule:
        name:
            f"detect_{batch.name}"
        input:
            files=batch.files,
            sheet=ancient(str(SETTINGS.samples)),
            laboratory=LABORATORY,
        output:
            [f"{OUTDIR}/{sample}/{sample}.findings.json" for sample in batch.samples],
        log:
            f"{OUTDIR}/logs/detect_{batch.name}.log",
        conda:
            "../envs/annotator.yaml"
        params:
            only=shlex.join(
                part for sample in batch.samples for part in ("--only", sample)
            ),
            outdir=lambda wildcards, output: Path(output[0]).parent.parent,
            overlays=OVERLAY_OPTIONS,
            names=NAME_OPTIONS,
            created=CREATED_OPTIONS,
            laboratory=LABORATORY_OPTIONS,
            lines=batch.digest,
        shell:
            "annotator detect --samples {input.sheet:q} {params.only} {params.overlays} {params.names}"
            " {params.created} {params.laboratory} --one-knowledge --keep-going --outdir {params.outdir:q} 2> {log:q}"
