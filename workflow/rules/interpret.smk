for batch in BATCHES:

    rule:
        name:
            f"interpret_{batch.name}"
        input:
            findings=[
                f"{OUTDIR}/{sample}/{sample}.findings.json" for sample in batch.samples
            ],
            knowledge=KNOWLEDGE,
            laboratory=LABORATORY,
        output:
            [f"{OUTDIR}/{sample}/{sample}.report.json" for sample in batch.samples],
        log:
            f"{OUTDIR}/logs/interpret_{batch.name}.log",
        conda:
            "../envs/annotator.yaml"
        params:
            outdir=lambda wildcards, output: Path(output[0]).parent.parent,
            view=VIEW_OPTIONS,
            overlays=OVERLAY_OPTIONS,
            laboratory=LABORATORY_OPTIONS,
        shell:
            "annotator interpret {input.findings:q} {params.view} {params.overlays} {params.laboratory}"
            " --outdir {params.outdir:q} 2> {log:q}"
