"""What an earlier toxicity means for a drug: the same one again, or another with the same risk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.interpretation.history import TOXICITY, regimens
from annotator.knowledge.as_of import KnowledgeAsOf
from annotator.knowledge.layout import KEYS, key_text
from annotator.knowledge.model import AdverseEventRow, Toxicity
from annotator.model.base import Curation, OptionCategory
from annotator.model.context import Course

ASK = "Ask for the kind of toxicity"


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason on tolerance.

    An option with it is at most `cap` (None: any category); `last` sorts it last within that.
    `rows` are the lines of the knowledge base behind it.
    """

    text: str
    cap: OptionCategory | None = None
    last: bool = False
    rows: tuple[Toxicity, ...] = ()

    @property
    def toxicities(self) -> list[str]:
        """The keys of the lines behind it."""
        return [key_text(KEYS["toxicities"](row)) for row in self.rows]

    @property
    def references(self) -> list[str]:
        """The sources of the lines behind it."""
        return list(dict.fromkeys(row.reference for row in self.rows if row.reference))

    @property
    def curations(self) -> list[Curation]:
        """The state of the lines behind it."""
        return [row.curation for row in self.rows]


class Tolerance:
    """The toxicities of one history."""

    def __init__(
        self, courses: Sequence[Course], history: frozenset[str], knowledge: KnowledgeAsOf
    ) -> None:
        """`history` holds the tokens of the courses."""
        self.history = history
        self.knowledge = knowledge
        self.kinds: dict[str, list[str | None]] = {}
        """The kinds of toxicity that ended courses of a drug; null where it was not stated."""
        for course in courses:
            if course.stopped == "toxicity":
                for name in course.therapies:
                    self._add(name, [course.toxicity])
        for name, parts in regimens(self.kinds, knowledge.therapies.values()).items():
            self._add(name, [kind for part in parts for kind in self.kinds[part]])

    def _add(self, name: str, kinds: Sequence[str | None]) -> None:
        known = self.kinds.setdefault(name, [])
        self.kinds[name] = list(dict.fromkeys([*known, *kinds]))

    def cautions(self, therapy: str) -> Iterator[Caution]:
        """Return what the toxicities of the history mean for a drug that is an option."""
        yield from self._of_itself(therapy)
        for kind, drugs in self._of_others(therapy).items():
            rows = self.knowledge.toxicities(therapy, kind)
            sentences = [sentence for row in rows for sentence in self._sentences(row)]
            if sentences:
                before = f"{self.knowledge.toxicity_name(kind)} on {' and '.join(drugs)}"
                text = f"After {before}, known of {therapy}: {' '.join(sentences)}"
                yield Caution(text, rows=tuple(rows))

    def never_again(self, therapy: str) -> list[Toxicity]:
        """Return the lines that forbid a drug after the toxicity that it caused."""
        return [row for row in self._ruled(therapy) if row.again == "never"]

    def words(self, therapy: str) -> str:
        """Return what ended courses of a drug: `interstitial lung disease`, or `toxicity`."""
        named = [self.knowledge.toxicity_name(kind) for kind in self.kinds[therapy] if kind]
        return " and ".join(named) if named else TOXICITY

    def ask(self, therapy: str) -> str | None:
        """Return what to ask for where the kind of toxicity was not stated; None where it was."""
        if None not in self.kinds.get(therapy, []):
            return None
        final = [
            self.knowledge.toxicity_name(kind.kind)
            for kind in self.knowledge.base.toxicity_kinds
            for row in self.knowledge.toxicities(therapy, kind.kind)
            if row.again == "never"
        ]
        listed = " or ".join(dict.fromkeys(final))
        why = (
            f": after {listed} its label calls for permanent discontinuation of {therapy}"
            if listed
            else ""
        )
        return f"{ASK}{why}."

    def _of_itself(self, therapy: str) -> Iterator[Caution]:
        never = self.never_again(therapy)
        conditional = [row for row in self._ruled(therapy) if row.again == "conditional"]
        name = therapy.capitalize()
        if never:
            remarks = " ".join(str(row.text) for row in never)
            text = f"{name} was stopped for {self.words(therapy)} and is not given again. {remarks}"
            yield Caution(text, cap="avoid", rows=tuple(never))
            return
        remarks = "".join(f" {row.text}" for row in conditional)
        if f"{TOXICITY}:{therapy}" in self.history:
            question = self.ask(therapy)
            text = (
                f"{name} was given before and stopped for {self.words(therapy)}: no resistance is "
                f"shown, but the same drug is not preferred.{remarks}"
                f"{f' {question}' if question else ''}"
            )
            yield Caution(text, cap="alternative", last=True, rows=tuple(conditional))
        elif conditional:
            text = f"{name} was once stopped for {self.words(therapy)}.{remarks}"
            yield Caution(text, cap="alternative", rows=tuple(conditional))

    def _ruled(self, therapy: str) -> list[Toxicity]:
        return [
            row
            for kind in self.kinds.get(therapy, [])
            if kind is not None
            for row in self.knowledge.toxicities(therapy, kind)
            if row.again
        ]

    def _of_others(self, therapy: str) -> dict[str, list[str]]:
        """Return the kinds of toxicity of other drugs, each with these drugs."""
        drugs_by_kind: dict[str, list[str]] = {}
        for drug, kinds in self.kinds.items():
            for kind in kinds:
                if kind is not None and drug != therapy and kind not in self.kinds.get(therapy, []):
                    drugs_by_kind.setdefault(kind, []).append(drug)
        return drugs_by_kind

    def _sentences(self, row: Toxicity) -> Iterator[str]:
        """Return a line in sentences: the frequencies of its adverse events, then its text."""
        events = [
            f"{event.event} {event.frequency.replace(';', ',')} ({_population(event)})"
            for event in self.knowledge.adverse_events(row.therapy)
            if event.event in row.events
        ]
        if events:
            yield f"{'; '.join(events)}."
        if row.text:
            yield row.text


def _population(event: AdverseEventRow) -> str:
    graded = event.grade not in (None, "any")
    return f"grade {event.grade}, {event.population}" if graded else event.population
