"""A block of Markdown's tree -> HTML, with the characters and the line breaks that Python-Markdown gives it.

The library goes over the whole tree twice for that, and asks of every element which of sixty names it has.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.serializers import RE_AMP
from markdown.util import BLOCK_LEVEL_ELEMENTS

_BLOCK = frozenset(BLOCK_LEVEL_ELEMENTS)
_VOID = frozenset({"hr", "img"})


def html(element: Element) -> str:
    """The element and all in it, without its tail."""
    tag = element.tag
    inner = _escaped(element.text)
    if len(element):
        if element[0].tag in _BLOCK and tag in _BLOCK and not inner.strip():
            inner = "\n"
        inner += "".join([html(child) + _tail(child) for child in element])
    attributes = _attributes(element.attrib) if element.attrib else ""
    return f"<{tag}{attributes}>" if tag in _VOID else f"<{tag}{attributes}>{inner}</{tag}>"


def _tail(element: Element) -> str:
    """What stands behind an element; behind a block, at least the end of a line."""
    tail = _escaped(element.tail)
    return "\n" if element.tag in _BLOCK and not tail.strip() else tail


def _attributes(values: dict[str, str]) -> str:
    pairs = [(name, _escaped(value).replace('"', "&quot;")) for name, value in sorted(values.items())]
    return "".join([f' {name}="{value}"' for name, value in pairs])


def _escaped(text: str | None) -> str:
    """`text` with its signs written out; an entity is left."""
    if not text:
        return ""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text
