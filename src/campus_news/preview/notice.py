"""What the preview puts into pages: what is wrong, which reports readers do not see, the script that reloads.

Nothing of it is written to the output: it is put into each page as it is sent. Whatever comes from content is escaped,
and characters that nobody could see are shown by their codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from markupsafe import Markup

from campus_news import tell
from campus_news.diagnostics import Diagnostic, Severity
from campus_news.fixer import together
from campus_news.lazy import lazy
from campus_news.outcome import Hidden
from campus_news.preview.state import State

SOCKET: Final = "/livereload"
SCRIPT: Final = "/livereload/preview.js"
STYLE: Final = "/livereload/preview.css"
_MOST: Final = 50
"""Findings that are shown at once: nobody reads more, and a broken roster may have a thousand."""
_REPEATED: Final = 12
"""How often the watermark stands on a screen or sheet."""
_HEAD: Final = lazy(r"(?i)</head\s*>")
_BODY: Final = lazy(r"(?i)<body(?:\s[^>]*)?>")
_PAGE: Final = (
    '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title></head>'
    "<body><preview-page><h1>{}</h1><p>{}</p></preview-page></body></html>"
)


def dressed(html: str, state: State, serial: str, file: str) -> str:
    """A page of the site as the preview sends it: `file` is where in the output it lies, `serial` tells the state."""
    head = Markup('<link rel="stylesheet" href="{}"><script src="{}" data-state="{}" defer></script>').format(
        STYLE, SCRIPT, serial
    )
    unseen = state.unseen.get(file)
    top = _trouble(state) + (_watermark(unseen) if unseen else Markup())
    end = _HEAD.search(html)
    html = _with(html, head, end.start() if end else len(html))
    body = _BODY.search(html)
    return _with(html, top + _corner(state) + _gone(), body.end() if body else len(html))


def waiting(state: State) -> str:
    """The page that is sent as long as there was no good site."""
    if state.broken:
        said = (
            "还没有可以看的网页",
            "第一次生成没有成功。改好下面的差错并保存，网页就会出来，不用重新启动。",
        )
    else:
        said = ("正在生成网页", "第一次要多等一会儿，好了会自动显示。")
    return _page(*said)


def missing() -> str:
    """The page for an address at which there is nothing, where the site has none for that."""
    return _page("找不到这个页面", "网址可能有误。")


def refused(status: int) -> str:
    """The page for a request that is not answered."""
    if status == 421:
        return _page("网址不对", "预览只能在这台电脑上看，请用启动时显示的网址打开。")
    return _page("不能这样访问", f"预览只供浏览器查看网页（{status}）。")


def _page(title: str, words: str) -> str:
    return Markup(_PAGE).format(title, title, words)


def _with(html: str, more: str, at: int) -> str:
    return f"{html[:at]}{more}{html[at:]}"


def _trouble(state: State) -> Markup:
    """The banner: what keeps the site from being built."""
    if not state.broken:
        return Markup()
    errors = [one for one in state.findings if one.severity is Severity.ERROR]
    count = f"有 {len(errors)} 处错误" if errors else "网页没有生成"
    stays = "，下面还是改动以前的网页；改好并保存，这里就会消失" if state.base is not None else ""
    fault = Markup("<p>{}</p>").format(seen(state.fault)) if state.fault else Markup()
    return Markup('<preview-trouble role="alert"><strong>{}{}。</strong>{}{}</preview-trouble>').format(
        count, stays, fault, _list(errors)
    )


def _corner(state: State) -> Markup:
    """What need not be mended, folded away."""
    others = [one for one in state.findings if one.severity is not Severity.ERROR]
    if not others:
        return Markup()
    return Markup("<preview-corner><details><summary>{}</summary>{}</details></preview-corner>").format(
        tell.summary(others), _list(others)
    )


def _watermark(one: Hidden) -> Markup:
    when = f"，{_moment(one)} 起读者才看得到" if one.until else "，读者看不到"
    marks = Markup("").join([Markup("<b>{}</b>").format(one.why)] * _REPEATED)
    return Markup(
        '<preview-mark aria-hidden="true">{}</preview-mark><preview-unseen role="note">{}{}</preview-unseen>'
    ).format(marks, one.why, when)


def _moment(one: Hidden) -> str:
    return f"{one.until:%Y-%m-%d %H:%M}" if one.until else ""


def _gone() -> Markup:
    return Markup("<preview-gone hidden>{}</preview-gone>").format("预览已经停止，这个页面不再更新")


def _list(findings: Sequence[Diagnostic]) -> Markup:
    if not findings:
        return Markup()
    shown = Markup("").join(_item(one) for one in islice(together(findings), _MOST))
    left = len(findings) - _MOST
    more = Markup("<li>{}</li>").format(f"还有 {left} 处，用 check 查看") if left > 0 else Markup()
    return Markup("<ol>{}{}</ol>").format(shown, more)


def _item(one: Diagnostic) -> Markup:
    span = one.span
    place = Markup("<code>{}:{}:{}</code>").format(seen(span.path), span.line, span.column)
    said = Markup("{} {}").format(one.code, seen(one.message()))
    return Markup("<li>{} {}{}{}</li>").format(place, said, _line(one), _lines(tell.correction(one)))


def _line(one: Diagnostic) -> Markup:
    if not one.span.source.strip():
        return Markup()
    before, words, after = map(seen, tell.pieces(one.span))
    return Markup("<pre>{}<mark>{}</mark>{}</pre>").format(before, words, after)


def _lines(lines: Iterable[str]) -> Markup:
    text = "\n".join(seen(line.strip()) for line in lines)
    return Markup("<pre>{}</pre>").format(text) if text else Markup()


def seen(text: str) -> str:
    """`text` with what nobody could see, or what would turn the text around it, shown by its code."""
    return "".join(
        char if char.isprintable() or char == "\u3000" else f"<U+{ord(char):04X}>" for char in text
    )
