"""Remarks on the history: how it was read, and which therapies do not fit the driver."""

from collections.abc import Iterator

from annotator.interpretation.history import course_tokens, drugs_of, targets_of
from annotator.interpretation.therapy_lines import count_lines
from annotator.interpretation.tolerance import Tolerance
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.history_tokens import THERAPY
from annotator.knowledge.profile_tokens import FUSION
from annotator.model.context import ClinicalContext, Course

_ONE = ("has", "is", "was")
"""The verbs in a sentence on one drug."""


def remarks_on_history(context: ClinicalContext, gene: str, knowledge: KnowledgeAsOf) -> list[str]:
    """Return sentences on toxicities, adjuvant courses, repetition, and inhibitors of others."""
    return list(_Remarks(context, gene, knowledge).all())


class _Remarks:
    def __init__(self, context: ClinicalContext, gene: str, knowledge: KnowledgeAsOf) -> None:
        self.context = context
        self.gene = gene
        self.knowledge = knowledge
        self.names = drugs_of(context.courses)
        self.tokens = course_tokens(context.courses, gene, knowledge.therapies.values())
        self.tolerance = Tolerance(context.courses, self.tokens, knowledge)
        self.switched = count_lines(context.courses, gene, knowledge.therapies).switched

    def all(self) -> Iterator[str]:
        for name in self.names:
            if name in self.context.not_tolerated:
                yield self._stopped(name)
        for course in self.context.courses:
            yield from self._together(course)
            if course.setting == "adjuvant":
                yield from self._adjuvant(course)
            elif course.stopped == "completed" and self._inhibits(course):
                was = "were" if len(course.therapies) > 1 else "was"
                yield (
                    f"{_named(course)} {was} given to a planned end, which shows no resistance. "
                    "Where this was adjuvant therapy, write @adjuvant."
                )
        yield from (self._repeated(name) for name in self.names if self._courses_with(name) > 1)
        yield from (remark for name in self.names if (remark := self._unfit(name)))

    def _inhibits(self, course: Course) -> bool:
        return self.gene in targets_of(course.therapies, self.knowledge.therapies)

    def _stopped(self, name: str) -> str:
        """Return how a drug that was stopped for toxicity counts, and what to ask for."""
        again = "not given again" if self.tolerance.never_again(name) else "not preferred"
        others = (
            "other inhibitors of its class stay options, and "
            if targets_of([name], self.knowledge.therapies)
            else ""
        )
        parts = [
            f"{name.capitalize()} was stopped for {self.tolerance.words(name)}, which shows no "
            f"resistance: {others}the same drug is {again}.",
            *([self.tolerance.ask(name)] if self.tolerance.ask(name) else []),
            *(
                ["A switch for toxicity stays within its line of therapy."]
                if any(name in therapies for therapies in self.switched)
                else []
            ),
        ]
        return " ".join(str(part) for part in parts)

    def _together(self, course: Course) -> Iterator[str]:
        """State that it is open which of several drugs caused the toxicity."""
        if course.stopped == "toxicity" and len(course.therapies) > 1:
            yield (
                f"{_named(course)} were stopped for toxicity together: which of them caused it is "
                "not stated, so it is counted for each."
            )

    def _adjuvant(self, course: Course) -> Iterator[str]:
        """Return how an adjuvant course counts, by the way it ended."""
        drugs = " and ".join(course.therapies)
        has, is_, was = ("have", "are", "were") if len(course.therapies) > 1 else _ONE
        if self.context.disease_setting == "resected":
            if course.stopped == "completed":
                yield f"Adjuvant {drugs} {has} been completed and {is_} not offered again."
            return
        no_line = "An adjuvant course is not a line of therapy for advanced disease."
        if course.stopped == "progression":
            yield (
                f"The disease returned on adjuvant {drugs}: this counts as progression on it. "
                f"{no_line}"
            )
        elif course.stopped is None:
            yield (
                f"Whether the disease returned during or after adjuvant {drugs} is not stated: it "
                f"is read as progression on it. Ask{self._would_be(course)}. {no_line}"
            )
        elif course.stopped == "completed" and self._inhibits(course):
            yield (
                f"Adjuvant {drugs} {was} completed and the disease returned off treatment, which "
                f"shows no acquired resistance: by itself it rules out no inhibitor of {self.gene}"
                f"{self._included(course)}. {no_line}"
            )
        else:
            yield f"Adjuvant {drugs}: {no_line[0].lower()}{no_line[1:]}"

    def _included(self, course: Course) -> str:
        """Add that a drug of the course may be given again, where nothing later forbids it."""
        barred = [name for name in course.therapies if self.tolerance.never_again(name)]
        failed = [name for name in course.therapies if f"{THERAPY}:{name}" in self.tokens]
        return "" if barred or failed else f", {' and '.join(course.therapies)} included"

    def _would_be(self, course: Course) -> str:
        if not self._inhibits(course):
            return ""
        drugs = " and ".join(course.therapies)
        return f": after its end, inhibitors of {self.gene}, {drugs} included, would be options"

    def _courses_with(self, name: str) -> int:
        return sum(name in course.therapies for course in self.context.courses)

    def _repeated(self, name: str) -> str:
        """State that a drug had several courses, and how they count if they ended differently."""
        reasons = {c.stopped for c in self.context.courses if name in c.therapies}
        without_progression = {"toxicity", "completed"}
        mixed = reasons & without_progression and not reasons <= without_progression
        how = "toxicity did not end every course"
        if "toxicity" not in reasons:
            how = "not every course ended without progression"
        counted = f", and counts as progressed on, since {how}" if mixed else ""
        return (
            f"{name.capitalize()} appears in the history more than once: it is taken as given again"
            f"{counted}."
        )

    def _unfit(self, name: str) -> str | None:
        """Return a remark on an inhibitor of other kinases that neither driver nor bypass explains.

        Returns None where the drug fits.
        """
        knowledge, gene = self.knowledge, self.gene
        bypasses = {k.gene for k in knowledge.base.fusion_kinases if k.role != "driver"}
        known = knowledge.therapies.get(name)
        targets = {target.gene for target in known.targets if target.active} if known else set()
        statements = knowledge.statements(gene, name)
        # A statement on alleles does not make a drug an inhibitor of the fusion; a rule can.
        active = any(s.requires == [FUSION] and s.effect == "sensitive" for s in statements)
        offered = any(name in o.therapies for r in knowledge.rules(gene) for o in r.options)
        explained = targets & {gene, *bypasses} or active or offered
        if not targets or explained:
            return None
        return (
            f"{name.capitalize()}, given before, is listed here as an inhibitor of "
            f"{', '.join(sorted(targets))}, not of {gene}: it does not count as a line of therapy "
            "against this driver. Check the history, and the sample for a second driver."
        )


def _named(course: Course) -> str:
    return " and ".join(course.therapies).capitalize()
