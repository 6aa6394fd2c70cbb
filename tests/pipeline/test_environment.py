"""What samples share is loaded once, also under further knowledge folders."""

from pathlib import Path

import pytest

from annotator.model.errors import InputProblem
from annotator.pipeline.environment import Environment


@pytest.fixture
def laboratory(tmp_path) -> Path:
    folder = tmp_path / "laboratory"
    folder.mkdir()
    (folder / "release.yaml").write_text(
        "laboratory: Our laboratory\nversion: '1'\nchanges: [one]\njurisdiction: EMA\n", "utf-8"
    )
    return folder


def test_folders_laid_over_share_the_resources_and_not_the_knowledge(laboratory):
    environment = Environment()
    own = environment.laid_over([str(laboratory)])
    assert own.reference is environment.reference
    assert own.knowledge is not environment.knowledge
    assert own.knowledge_as_of(None).jurisdiction == "EMA"
    assert environment.knowledge_as_of(None).jurisdiction == "FDA"


def test_the_same_folders_are_laid_over_once_and_none_at_all_change_nothing(laboratory):
    environment = Environment()
    folders = [str(laboratory)]
    assert environment.laid_over(folders) is environment.laid_over(list(folders))
    assert environment.laid_over([]) is environment


def test_two_environments_share_resources_only_when_they_are_passed():
    first = Environment()
    assert Environment(resources=first.resources).reference is first.reference
    assert Environment().resources is not first.resources


def test_a_whole_knowledge_base_after_another_folder_is_refused(laboratory, repository):
    whole = repository / "resources" / "knowledge"
    assert Environment.of_folders([whole, laboratory]).below == whole
    with pytest.raises(InputProblem, match="a whole knowledge base stands after"):
        Environment.of_folders([laboratory, whole])
