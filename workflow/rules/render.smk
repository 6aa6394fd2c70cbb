for batch in BATCHES:

    rule:
        name:
            f"render_{batch.name}"
        input:
            [f"{OUTDIR}/{sample}/{sample}.report.json" for sample in batch.samples],
        output:
            [
                report(
                    output_path(Path(OUTDIR), sample, form),
                    category="Samples",
                    labels={"sample": sample, "form": form},
                    caption="../report/sample.rst",
                )
                for sample in batch.samples
                for form in SETTINGS.formats
            ],
        log:
            f"{OUTDIR}/logs/render_{batch.name}.log",
        conda:
            "../envs/annotator.yaml"
        params:
            outdir=lambda wildcards, output: Path(output[0]).parent.parent,
            forms=FORM_OPTIONS,
        shell:
            "annotator render {input:q} --outdir {params.outdir:q} {params.forms} 2> {log:q}"
