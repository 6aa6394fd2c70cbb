#!/usr/bin/env bash
# Installs the package of this workflow into the conda environment that Snakemake has just made.
set -euo pipefail
pip install --no-deps --no-build-isolation "${ANNOTATOR_SOURCE:-.}"
