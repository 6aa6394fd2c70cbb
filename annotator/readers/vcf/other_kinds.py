"""What a VCF holds of other kinds than those of the role in which it is read.

A VCF of a panel, or one that was merged, lists small variants, copy numbers, junctions and results
of RNA in one file; each is read in its own role.
"""

from annotator.model.roles import Role
from annotator.readers.format import Scope
from annotator.readers.unread_alleles import is_plain
from annotator.readers.vcf.adjacencies import states_copy_number
from annotator.readers.vcf.junction_signs import record_shows_junctions
from annotator.readers.vcf.records import Record

RNA_TYPES = frozenset(
    {
        "fusion",
        "rnaexonvariant",
        "rnaexontiles",
        "5p3passays",
        "exprcontrol",
        "geneexpression",
        "proccontrol",
    }
)
"""The types (SVTYPE, in small letters) of records that are results of RNA, as of Oncomine."""
_WORDS: dict[Role, str] = {
    "small_variants": "small variants",
    "structural_variants": "junctions",
    "fusions": "results of RNA",
    "copy_number": "copy numbers",
}


class OtherKinds:
    """The kinds of the records that are looked at, each in the part of the genome of its role."""

    def __init__(self, role: Role, scope: Scope) -> None:
        """Start without a record; `role` is the one in which the file is read."""
        self._role = role
        self._targets = scope.targets
        self._met: set[Role] = set()

    def add(self, record: Record) -> None:
        """Look at one record."""
        role = role_of(record)
        if role is not None and role != self._role and self._is_looked_at(role, record):
            self._met.add(role)

    @property
    def held(self) -> dict[Role, str]:
        """What was met, by role, as `Content.held_for_others`."""
        return {role: words for role, words in _WORDS.items() if role in self._met}

    def _is_looked_at(self, role: Role, record: Record) -> bool:
        if role == "small_variants":
            return self._targets.variant_regions.overlaps(record.chrom, record.position)
        if role == "copy_number":
            return bool(self._targets.copy_number_regions.on(record.chrom))
        return True


def role_of(record: Record) -> Role | None:
    """The role in which a record is read; None where it does not tell (a bare `<DEL>`, no ALT)."""
    if record.info.get("SVTYPE", "").lower() in RNA_TYPES:
        return "fusions"
    if states_copy_number(record.info) or any(alt.startswith("<CN") for alt in record.alts):
        return "copy_number"
    if record_shows_junctions(record):
        return "structural_variants"
    plain = any(is_plain(record.ref, alt) for alt in record.alts)
    return "small_variants" if plain and "SVTYPE" not in record.info else None
