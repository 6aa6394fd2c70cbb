for batch in BATCHES:

    rule:
        name:
            f"render_{batch.name}"
        input:
            [f"{OUTDIR}/{sample}/{sample}.report.json" for sample in batch.samples],
        output:
            [
                report(
                    f"{OUTDIR}/{sample}/{sample}.report.pdf",
                    category="Samples",
                    labels={"sample": sample},
                    caption="../report/sample.rst",
                )
                for sample in batch.samples
            ],
        log:
            f"{OUTDIR}/logs/render_{batch.name}.log",
        conda:
            "../envs/annotator.yaml"
        params:
            outdir=lambda wildcards, output: Path(output[0]).parent.parent,
        shell:
            "annotator render {input:q} --outdir {params.outdir:q} 2> {log:q}"
