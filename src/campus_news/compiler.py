"""Jinja, made faster: a template says what it says in plain Jinja (with autoescape), in half the time or less.

Everything here hangs on what Jinja offers for it: `Environment.code_generator_class`, `Environment.context_class` and
`BytecodeCache`. A test renders the same templates by plain Jinja, character for character.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, nodes, runtime
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from markupsafe import Markup, escape

from campus_news.digest import SIZE, of_bytes
from campus_news.intake import content_of

try:
    # A page has a hundred expressions, and `escape` makes each a Markup, in Python, only to be joined: ten times the
    # work of escaping. This is the part of it that is in C.
    from markupsafe._speedups import _escape_inner as _escaped
except ImportError:  # it has no public name, and some installations have no C
    _escaped = escape


def text(value: object) -> str:
    """The characters of `escape(value)`, ready to be written; not always as Markup."""
    kind = type(value)
    if kind is str:
        return _escaped(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    if kind is int:
        return str(value)
    return escape(value)


class _Generator(CodeGenerator):
    def write_commons(self) -> None:
        """Every compiled function takes its tools from names given here: `escape` and `Macro` become ours."""
        super().write_commons()
        self.writeline("escape = environment.text")
        self.writeline("Macro = environment.macro_class")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """`a.b` without a call of `Environment.getattr`, which stays for what has no such attribute."""
        self.write("(_got if (_got := getattr(_of := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else environment.getattr(_of, {node.attr!r}))")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """A template or block hands on its text in one piece, not each piece through all it stands in."""
        body = list(nodes)
        if frame.parent is not None or frame.buffer is not None or _yields(body):
            super().blockvisit(body, frame)
            return
        self.buffer(frame)
        super().blockvisit(body, frame)
        self.writeline(f"yield concat({frame.buffer})")


def _yields(body: Iterable[nodes.Node]) -> bool:
    """Whether there is an include without context: Jinja hands on its pieces past any buffer."""
    return any(
        not one.with_context
        for node in body
        for one in (node, *node.find_all(nodes.Include))
        if isinstance(one, nodes.Include)
    )


class Macro(runtime.Macro):
    """Knows whether it is a simple one, with named arguments and nothing else; those have a short way."""

    def __init__(
        self,
        environment: Environment,
        func: Callable[..., str],
        name: str,
        arguments: list[str],
        catch_kwargs: bool,
        catch_varargs: bool,
        caller: bool,
        default_autoescape: bool | None = None,
    ) -> None:
        super().__init__(
            environment, func, name, arguments, catch_kwargs, catch_varargs, caller, default_autoescape
        )
        self.func = func
        self.simple = not (catch_kwargs or catch_varargs or caller)

    def short(self, args: tuple[Any, ...], kwargs: dict[str, Any], autoescape: bool) -> str:
        """What a call of a simple macro gives; raises TypeError for arguments it does not take."""
        if len(args) < len(self.arguments):
            args += tuple([kwargs.pop(name, missing) for name in self.arguments[len(args) :]])
        if kwargs or len(args) > len(self.arguments):
            return self(*args, **kwargs)  # which says what is wrong
        said = self.func(*args)
        return Markup(said) if autoescape else said


class Context(runtime.Context):
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro or not called.simple:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        try:
            return called.short(args, kwargs, self.eval_ctx.autoescape)
        except StopIteration:
            return super().call(next, iter(()))  # the same as if Jinja had met it


class FastEnvironment(Environment):
    """A Jinja environment in which templates render faster and say the same; `autoescape` is meant to be on."""

    code_generator_class = _Generator
    context_class = Context
    macro_class = Macro
    text = staticmethod(text)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dictionary: every page copies it, which takes long from the ChainMap that Jinja makes."""
        return {**self.globals, **(d or {})}


class Compiled(BytecodeCache):
    """Compiled templates in a folder, for as long as `key` stays the same. A file that cannot be used is no file.

    The key has to cover whatever the code is made from but the template: this program, Jinja and Python, and what
    filters make of constants (Jinja evaluates `'/'|href` when it compiles).
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = content_of(str(self._folder / bucket.key))
        except OSError:
            return
        # Python may crash on damaged bytecode, so none is read that was not written like this.
        if data[:SIZE] == of_bytes(self._key + data[SIZE:]):
            bucket.bytecode_from_string(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Other builds and workers may be writing the same file; it is always one or the other, and whole."""
        data = bucket.bytecode_to_string()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as aside:
                file = Path(aside) / bucket.key
                file.write_bytes(of_bytes(self._key + data) + data)
                file.replace(self._folder / bucket.key)
        except OSError:
            return  # the next build compiles again
