"""Messages invented for the renderers' tests, and the text that they are about."""

from __future__ import annotations

from dataclasses import dataclass

from engagepolicy.diagnostics.base import Applicability, Diagnostic, Fix, Level, Note
from engagepolicy.source import SourceText, Span

CARE = SourceText(
    "brands/care.engage",
    'ruleset acme.care "Care" {\n'
    '  version "1"\n'
    "}\n"
    "\n"
    "rule big_voice {\n"
    "\twhen author.folowers > 10_000\n"
    "\tseverity high\n"
    "}\n"
    "\n"
    "rule vip {\n"
    '\twhen message contains "漢字 👩‍💻" or author.folowers > 5\n'
    "}\n",
)


def span_of(source: SourceText, words: str, after: int = 0) -> Span:
    """Return where `words` first stand in the text from the offset `after` on."""
    start = source.text.index(words, after)
    return Span(source, start, start + len(words))


@dataclass(frozen=True)
class InventedError(Diagnostic):
    """An error with everything that a message can have, as far as it is given."""

    code = "EPT001"
    title = "a name that nothing has"

    words: str = "`folowers` is not a fact of the author"
    place_label: str = ""
    context: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    places: tuple[Note, ...] = ()
    edits: tuple[Fix, ...] = ()

    @property
    def message(self) -> str:
        return self.words

    @property
    def label(self) -> str:
        return self.place_label

    @property
    def notes(self) -> tuple[str, ...]:
        return self.context

    @property
    def helps(self) -> tuple[str, ...]:
        return self.advice

    @property
    def related(self) -> tuple[Note, ...]:
        return self.places

    @property
    def fixes(self) -> tuple[Fix, ...]:
        return self.edits


@dataclass(frozen=True)
class InventedWarning(Diagnostic):
    """A warning that says nothing but its sentence."""

    code = "EPT002"
    title = "a rule that gives nothing"
    level = Level.WARNING

    @property
    def message(self) -> str:
        return "the rule gives nothing"


def misspelt() -> InventedError:
    """An error with a label, a note, a related place and a fix, on a line that begins with a tab."""
    place = span_of(CARE, "folowers")
    again = span_of(CARE, "author.folowers", place.end)
    return InventedError(
        place,
        place_label="no such fact",
        context=("the author's facts are declared in std", "test found {\n  given author.followers = 1\n}"),
        advice=("did you mean `followers`?",),
        places=(Note(again, "and here"),),
        edits=(Fix("write `followers`", place, "followers", Applicability.SAFE),),
    )


def empty_rule() -> InventedWarning:
    """A warning about four lines."""
    return InventedWarning(Span(CARE, CARE.text.index("rule vip"), CARE.text.rindex("}") + 1))


def elsewhere() -> InventedError:
    """An error in another file that names a place in the first, with fixes that insert, remove and replace lines."""
    other = SourceText("brands/acme, inc: 100%.engage", "use care\nuse care\r\n")
    second = Span(other, 9, 17)
    return InventedError(
        second,
        words="`care` is used twice",
        places=(Note(span_of(CARE, "acme.care"), "this is {it}"),),
        edits=(
            Fix("delete the line", second, ""),
            Fix("say why", Span(other, 8, 8), ' because "..."', Applicability.PLACEHOLDER),
            Fix("use both", Span(other, 0, 17), "use care\nuse more"),
        ),
    )
