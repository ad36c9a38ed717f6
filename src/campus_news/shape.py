"""A tree of text -> typed fields, or findings at the words that are wrong, each with its corrected line.

pydantic checks everything and reports all faults with the way to each; the tree knows where each stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from campus_news import catalogue as kinds
from campus_news import tree
from campus_news.diagnostics import Diagnostic, Span, finding
from campus_news.fault import Teller
from campus_news.field import wrong
from campus_news.model import Loc
from campus_news.plain import Reader, Words, arranged
from campus_news.tree import Fields, Tree

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Shape(BaseModel):
    """What every file of fields has in common: frozen, and no field but the known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """`value` is None if anything is missing or wrong; `partial` is then what could be read without that."""

    value: M | None
    partial: M | None
    marks: Mapping[Loc, Span]
    findings: tuple[Diagnostic, ...]


def scalar(parse: Callable[[str], T]) -> PlainValidator:
    """The validator of a field that is one piece of text, read by `parse`."""

    def validate(value: object) -> T:
        if not isinstance(value, str):
            raise wrong(kinds.NOT_TEXT)
        return parse(value)

    return PlainValidator(validate)


def line(text: str) -> str:
    """A text in one line, without spaces around it."""
    text = text.strip()
    if "\n" in text:
        raise wrong(kinds.BAD_LINE)
    return text


def lines(value: object) -> str:
    """A text, or several that are shown side by side."""
    texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    if not texts or len(texts) != (len(value) if isinstance(value, list) else 1):
        raise wrong(kinds.NOT_TEXT)
    return " ".join(map(line, texts))


Line: TypeAlias = Annotated[str, scalar(line)]
Lines: TypeAlias = Annotated[str, PlainValidator(lines)]


def shape(model: type[M], whole: Tree, words: Words, fallback: Mapping[str, str] | None = None) -> Shaped[M]:
    """The fields of `whole` as a `model`. `fallback` stands in for required fields in `partial`."""
    root = whole.root
    if not isinstance(root, Fields):
        return Shaped(None, None, {}, () if root is None else (finding(kinds.NOT_FIELDS, root.span),))
    reader = Reader(words)
    plain = reader.fields(root, ())
    try:
        value: M | None = model.model_validate(plain)
        errors: list[Any] = []
    except ValidationError as error:
        value, errors = None, error.errors(include_url=False)
    found = [*reader.findings, *Teller(reader, words, whole, plain).tell(errors, model)]
    if value is not None and not found and not whole.findings:
        return Shaped(value, value, reader.marks, ())
    return Shaped(None, value or _partial(model, plain, errors, fallback), reader.marks, tuple(found))


def quick(model: type[M], lines: Sequence[str], words: Words) -> M | None:
    """The fields of a document in which nothing is wrong, None for any other: the same as `shape` gives."""
    plain = tree.quick(lines)
    if plain is None:
        return None
    try:
        return model.model_validate(arranged(plain, words))
    except ValidationError:
        return None


def _partial(
    model: type[M], plain: Mapping[str, Any], errors: Iterable[Any], fallback: Mapping[str, str] | None
) -> M | None:
    wrong_ones = {error["loc"][0] for error in errors if error["loc"]}
    rest = {key: value for key, value in plain.items() if key not in wrong_ones}
    try:
        return model.model_validate({**(fallback or {}), **rest})
    except ValidationError:
        return None
