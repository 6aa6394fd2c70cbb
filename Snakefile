include: "workflow/Snakefile"


# An included file cannot name the target of a plain `snakemake`.
rule default:
    default_target: True
    input:
        rules.all.input,
