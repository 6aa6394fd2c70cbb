"""The roles of input files stand once: arguments, columns and requests follow them."""

from typing import get_args

from annotator.cli.arguments import FILE_HELP
from annotator.model.base import RESULTS, Result
from annotator.model.roles import ROLES, InputRole
from annotator.readers.sheet.request import SampleRequest
from annotator.readers.sheet.sheet import COLUMNS


def test_every_role_is_an_argument_and_a_column_of_the_sheet():
    assert tuple(FILE_HELP) == ROLES
    assert [column for column in COLUMNS if column in ROLES] == list(ROLES)


def test_a_request_gives_the_files_of_each_role():
    request = SampleRequest.model_validate({"sample": "S", **{role: [role] for role in ROLES}})
    assert [request.files(role) for role in ROLES] == [[role] for role in ROLES]
    assert SampleRequest(sample="S").files("fusions") == []


def test_documents_list_files_of_these_roles_and_two_more():
    assert get_args(InputRole) == (*ROLES, "format_description", "findings")


def test_the_order_of_the_results_holds_each_once():
    assert len(RESULTS) == len(get_args(Result))
    assert set(RESULTS) == set(get_args(Result))
