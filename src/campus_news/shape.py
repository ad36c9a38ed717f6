"""A document -> typed fields, or findings at the words that are wrong, each with its corrected line.

The long way checks everything: pydantic reports all faults with the way to each, and the tree knows where each stands.
The short way is for documents in which nothing is wrong, as most are: it needs neither, and gives the same fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from campus_news import catalogue as kinds
from campus_news import schema, subset
from campus_news.diagnostics import Diagnostic, Kind, Span, finding
from campus_news.fault import Teller
from campus_news.field import Wrong, wrong
from campus_news.model import Loc
from campus_news.plain import Reader, Words
from campus_news.schema import Shape
from campus_news.tree import Fields, Items, Text, Tree

if TYPE_CHECKING:
    from pydantic import TypeAdapter

M = TypeVar("M", bound=Shape)
_MOST: Final = 200
"""Findings in one list; what has more is no such list, and nobody reads them all."""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """`value` is None if anything is missing or wrong; `partial` is then what could be read without that."""

    value: M | None
    partial: M | None
    marks: Mapping[Loc, Span]
    findings: tuple[Diagnostic, ...]


def shape(
    model: type[M],
    whole: Tree,
    words: Words,
    fallback: Mapping[str, str] | None = None,
    *,
    piecemeal: bool = False,
) -> Shaped[M]:
    """The fields of `whole` as a `model`. `fallback` stands in for required fields in `partial`.

    `piecemeal`: of a list in which something is wrong `partial` has the rest; else it goes without the list.
    """
    root = whole.root
    if not isinstance(root, Fields):
        return Shaped(None, None, {}, () if root is None else (finding(kinds.NOT_FIELDS, root.span),))
    reader = Reader(words)
    plain = reader.fields(root, ())
    value, errors = _checked(model, plain)
    found = [*reader.findings, *Teller(reader, words, whole, plain).tell(errors, model)]
    if value is not None and not found and not whole.findings:
        return Shaped(value, value, reader.marks, ())
    return Shaped(
        None, value or _partial(model, _kept(plain, errors, piecemeal), fallback), reader.marks, tuple(found)
    )


def shape_list(
    model: type[M], path: str, lines: Sequence[str], words: Words, no_list: Kind
) -> tuple[list[Shaped[M]], list[Diagnostic]]:
    """Every entry of a file that should be a list of such mappings (else: `no_list`), and what is wrong with file and entries."""
    from campus_news.composer import compose

    tree = compose(path, lines)
    root, findings = tree.root, list(tree.findings)
    if not isinstance(root, Items):
        if root is not None and not (isinstance(root, Text) and root.value is None):
            findings.append(finding(no_list, root.span))
        return [], findings
    entries = []
    for node in root.items:
        entries.append(shape(model, replace(tree, root=node), words, piecemeal=True))
        findings += entries[-1].findings
        if len(findings) > _MOST:
            break
    return entries, findings


_ADAPTERS: dict[type[Shape], TypeAdapter[Any]] = {}


def _adapter(model: type[Shape]) -> TypeAdapter[Any]:
    """What pydantic reads a shape by, made once: that takes longer than to read a hundred files."""
    from pydantic import TypeAdapter

    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    return _ADAPTERS[model]


def _checked(model: type[M], plain: Mapping[str, Any]) -> tuple[M | None, list[Any]]:
    """The fields of `plain`, or all that pydantic finds wrong with them."""
    from pydantic import ValidationError  # a tenth of a second, for a file with a fault

    try:
        value: M = _adapter(model).validate_python(plain)
    except ValidationError as error:
        return None, list(error.errors(include_url=False))
    return value, []


def _kept(plain: Mapping[str, Any], errors: Iterable[Any], piecemeal: bool) -> Mapping[str, Any]:
    """The fields without those that are wrong, or without what is wrong in them."""
    wrong: dict[str, set[object]] = {}
    for error in errors:
        if error["loc"]:
            key, *within = error["loc"]
            wrong.setdefault(key, set()).add(within[0] if within else None)
    kept = {key: value for key, value in plain.items() if key not in wrong}
    for key, places in wrong.items():
        if piecemeal and isinstance(plain.get(key), list) and all(isinstance(one, int) for one in places):
            kept[key] = [one for i, one in enumerate(plain[key]) if i not in places]
    return kept


def _partial(model: type[M], kept: Mapping[str, Any], fallback: Mapping[str, str] | None) -> M | None:
    return _checked(model, {**(fallback or {}), **kept})[0]


def quick(model: type[M], lines: Sequence[str], words: Words) -> M | None:
    """The fields of a document in which nothing is wrong, None for any other: the same as `shape` gives."""
    try:
        value: M = _reader(model, words)(_plain(lines))
    except (Wrong, ValueError):
        return None
    return value


def quick_list(model: type[M], lines: Sequence[str], words: Words) -> list[M] | None:
    """The same for a document that is a list of such mappings."""
    plain = _plain(lines)
    if not isinstance(plain, list):
        return None
    read = _reader(model, words)
    try:
        return [read(one) for one in plain]
    except (Wrong, ValueError):
        return None


def _plain(lines: Sequence[str]) -> object:
    """The document as dictionaries, lists and text; None if it asks for a closer look."""
    plain = subset.read(lines)
    if plain is None:
        from campus_news import composer  # libyaml, which few files need

        plain = composer.quick(lines)
    return plain


_Read: TypeAlias = Callable[[Any], Any]
_READERS: dict[tuple[type[Shape], Words], _Read] = {}


def _reader(model: type[Shape], words: Words) -> _Read:
    """The function of `_mapping`, made once."""
    if (model, words) not in _READERS:
        _READERS[model, words] = _mapping(model, model, words)
    return _READERS[model, words]


def _mapping(model: type[Shape], make: Callable[..., Any], words: Words) -> _Read:
    """The function that `make`s something of the fields of a `model`; it raises `Wrong` at anything but right ones."""
    fields = schema.fields(model)
    readers = {key: (one.name, _field(key, one.kind, words)) for key, one in fields.items()}
    required = frozenset(one.name for one in fields.values() if one.required)

    def read(plain: object) -> Any:
        if not isinstance(plain, dict):
            raise wrong(kinds.NOT_FIELDS)
        found = {}
        for key, value in plain.items():
            if value == "" and key in words.known:
                continue
            if key not in readers:
                raise wrong(kinds.UNKNOWN_KEY)
            name, read_field = readers[key]
            found[name] = read_field(value)
        if not required <= found.keys():
            raise wrong(kinds.MISSING)
        return make(**found)

    return read


def _field(key: str, kind: Any, words: Words) -> _Read:
    """The function that reads the value of the field `key`, a single item as a list of one where a list is wanted."""
    mapped = schema.mapped(kind)
    read = _mapping(mapped.shape, mapped.make, words) if mapped else schema.value(kind).read
    if getattr(kind, "__origin__", None) is not tuple:
        return read
    if key in words.pairs:
        return _pairs(read, *words.pairs[key])
    short = words.lists[key]

    @lru_cache(1000)  # the same few names stand in nearly every report
    def text(plain: str) -> Any:
        return read({short: plain} if short else plain)

    def items(plain: object) -> tuple[Any, ...]:
        values = plain if isinstance(plain, list) else [plain]
        return tuple([text(one) if isinstance(one, str) else read(one) for one in values])

    return items


def _pairs(read: _Read, name: str, said: str) -> _Read:
    """The function that reads a mapping with free keys, each entry by `read`."""

    def entries(plain: object) -> tuple[Any, ...]:
        if not isinstance(plain, dict):
            raise wrong(kinds.NOT_FIELDS)
        return tuple([read({name: key, said: value}) for key, value in plain.items()])

    return entries
