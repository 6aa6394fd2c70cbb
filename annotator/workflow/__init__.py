"""What the Snakemake workflow asks of Python: its checked settings and its batches of samples."""
