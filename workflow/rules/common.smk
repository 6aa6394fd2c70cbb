import shlex
from pathlib import Path

from snakemake.exceptions import WorkflowError

try:
    from annotator.model.errors import InputProblem
    from annotator.pipeline.batches import knowledge_inputs, plan_batches
    from annotator.pipeline.outputs import output_path
    from annotator.pipeline.workflow_settings import (
        config_problems,
        read_schema,
        settings,
    )
except ImportError as error:
    raise WorkflowError(
        f"The package of this workflow cannot be imported ({error}). Start Snakemake in the "
        "environment that `make example` or `uv sync` sets up."
    ) from None

HOME = Path(
    str(workflow.current_basedir.get_path_or_uri(secret_free=True))
).parent.parent
CONFIG_SCHEMA = read_schema(Path(workflow.source_path("../schemas/config.schema.yaml")))

problems = config_problems(
    config, CONFIG_SCHEMA, [Path(name) for name in workflow.configfiles]
)
if problems:
    raise WorkflowError(*map(str, problems))

try:
    SETTINGS = settings(config, CONFIG_SCHEMA, HOME)
    BATCHES = plan_batches(SETTINGS.samples, SETTINGS.batch_size)
    KNOWLEDGE = knowledge_inputs(SETTINGS.knowledge)
except InputProblem as problem:
    raise WorkflowError(str(problem)) from None

OUTDIR = SETTINGS.outdir

OVERLAY_OPTIONS = shlex.join(
    part for folder in SETTINGS.knowledge for part in ("--knowledge", str(folder))
)
FORM_OPTIONS = shlex.join(("--formats", ",".join(SETTINGS.formats)))
LABORATORY = [str(SETTINGS.laboratory)] if SETTINGS.laboratory else []
LABORATORY_OPTIONS = shlex.join(
    part for path in LABORATORY for part in ("--laboratory", path)
)
NAME_OPTIONS = shlex.join(("--sample-names", SETTINGS.sample_names))
CREATED_OPTIONS = shlex.join(
    ["--created", SETTINGS.created] if SETTINGS.created else []
)
VIEW_OPTIONS = shlex.join(
    part
    for option, value in (
        ("--as-of", SETTINGS.as_of),
        ("--jurisdiction", SETTINGS.jurisdiction),
        ("--created", SETTINGS.created),
    )
    if value
    for part in (option, value)
)
