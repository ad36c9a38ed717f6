"""Bodies -> blocks: fixtures/markup.txt shows every rule; here is what a fixture cannot hold."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import InlineProcessor

from campus_news import dialect
from campus_news.markup import Block, Body, Image, Link, Lost, Markup, plain
from examples import examples
from fixture import cases, update

MARKUP = Markup()
VOID = ("br", "hr")
OURS = {"aria-label", "class", "href", "id", "rel", "role", "scope", "start", "tabindex", "title", "value"}


def shown(text: str) -> str:
    """A body as the fixture shows it."""
    body = MARKUP.body(text)
    lines = []
    for block in body.blocks:
        lines += [block.html] if block.html else []
        lines += [f"figure: {number}" for number in block.figures]
        lines += [f"image: {image.file} ({image.alt}) line {image.line}" for image in block.images]
    lines += [f"link: {link.href} line {link.line}" for link in body.links]
    lines += [f"lost: {lost.words} line {lost.line}:{lost.column}" for lost in body.lost]
    return "\n".join(lines)


@pytest.mark.parametrize("case", cases("markup.txt"), ids=lambda case: case.title)
def test_body(case, request):
    if request.config.getoption("--update-golden"):
        update("markup.txt", case.title, shown(case.given))
    assert shown(case.given) == case.expected


def html(text: str) -> list[str]:
    return [block.html for block in MARKUP.body(text).blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\u3000\n\t\n", []),
        ("&nbsp;\n<br>\n<div></div>\n<!-- 甲 -->", []),
        ("\ufeff甲", ["<p>甲</p>"]),
        ("甲\r\n乙\r丙\u2028丁\u2029戊\x85己\x0b庚\x0c辛", [f"<p>{one}</p>" for one in "甲乙丙丁戊己庚辛"]),
        ("甲\x00\x01\x02\x03\x04\x7f\ud800\uffff乙", ["<p>甲乙</p>"]),
        ("甲&#0;&#2;&#4;&#x1f;乙", ["<p>甲\ufffd乙</p>"]),
        ("\x02wzxhzdk:0\x03 \x040\x04 <b>甲</b>", ["<p>wzxhzdk:0 0 <b>甲</b></p>"]),
        ("\t甲\n\xa0\xa0乙", ["<p>甲</p>", "<p>乙</p>"]),
        ("甲  \n乙\\\n丙", ["<p>甲</p>", "<p>乙\\</p>", "<p>丙</p>"]),
        ("a  \nb", ["<p>a\nb</p>"]),
        ("- \n1. \n##  \n>", ["<p>-\n1.\n##</p>"]),
        ("<td>甲</td>\n<tr><b>乙", ["<p>甲</p>", "<p><b>乙</b></p>"]),
        ("///Footnotes Go Here///\n\n[^1]: 甲", None),
    ],
)
def test_what_no_editor_sees(text, expected):
    """Characters without a form, lines that look empty, and the marks that the library uses inside."""
    found = html(text)
    assert found == expected if expected is not None else found[0] == "<p>///Footnotes Go Here///</p>"


def test_paragraphs_are_those_that_after_counts():
    text = "甲\n## 乙\n- 丙\n> 丁\n<p>戊</p>\n<p>己</p><p>庚</p>\n【图1】\n![](a.jpg)\n![](a.jpg)辛\n---\n[^1]: 注"
    blocks = MARKUP.body(text).blocks
    assert [block.paragraph for block in blocks] == [
        True,
        *[False] * 3,
        True,
        *[False] * 3,
        True,
        *[False] * 2,
    ]


def test_text_has_one_line_a_block():
    text = "甲**乙**[^1]\n- 丙\n- 丁 &amp; \n【图1】\n![图](a.jpg)\n| a | b |\n|--|--|\n| 1 | 2 |\n[^1]: 注"
    assert MARKUP.body(text).text == "甲乙\n丙 丁 &\na b 1 2\n注"


def test_lines_are_those_of_the_file():
    text = (
        "`[a](x.html)` [甲](x.html)\r\n\r\n- 乙\u2028\n- ![丙](b.jpg)\r- <script>\n[^1]: <a href='y'>\n甲[^1]"
    )
    body = MARKUP.body(text, first_line=11)
    assert body.links == (Link("x.html", 11), Link("y", 16))
    assert [block.images for block in body.blocks if block.images] == [(Image("b.jpg", "丙", 14),)]
    assert body.lost == (Lost("<script>", 15, 3),)


def test_nothing_of_one_body_is_left_in_the_next():
    first = "# 甲\n甲[^1] [t]\n[^1]: 注\n[t]: x.html\n| a |\n|--|\n<b>"
    once = Markup().body(first)
    assert [MARKUP.body(first), MARKUP.body(first)] == [once, once]
    assert html("甲[^1] [t]") == ["<p>甲[^1] [t]</p>"]


@pytest.mark.parametrize(
    "mark", [">", "> ", "- ", "1. ", "> - ", "<ul><li>", "<blockquote>", "<div>", "[", "**"]
)
def test_deep_nesting_keeps_the_text(mark):
    body = MARKUP.body(mark * 5000 + "末")
    assert body.text.endswith("末")
    assert all(balanced(block.html) for block in body.blocks)
    deep = MARKUP.body("\n".join("  " * i + "- 甲" for i in range(500)))
    assert deep.text.count("甲") == 500


def test_limits_keep_the_text():
    """Past what any report has, marks and tags are text."""
    notes = "".join(f"[^{i}]: 注\n甲[^{i}]\n" for i in range(501))
    assert html(notes)[-3:-1] == ["<p>[^500]: 注</p>", "<p>甲[^500]</p>"]
    assert html("<ul>\n" * 600 + "末</ul>")[0].count("<ul>") == 500
    assert html("<b>" + "甲&" * 20_001) == [f"<p>{'甲&amp;' * 20_001}</p>"]
    assert html("*甲* " * 2_000)[0].startswith("<p>*甲* *甲*")


MARKS = "* ** _ [ ]( ( < ` > | ! \\ & # - = <b> <!-- <table> <ul><li> [^1] [a](b) ![a](b) &amp; 甲* *甲*\n #甲\n |\n"
LINES = [
    "- 甲\n",
    "> 甲\n",
    "<div>\n",
    "<script>\n",
    "|a|\n",
    "|a|b|\n|-|-|\n",
    "[a]: b.c\n",
    "[^1]: a\n",
    "a\n",
]


def slowest(size: int) -> tuple[float, str]:
    """The longest time that a body of one mark takes, and the mark."""
    times = []
    for mark in [*MARKS.split(" "), *LINES]:
        start = time.process_time()
        MARKUP.body(mark * (size // len(mark)))
        times.append((time.process_time() - start, mark))
    return max(times)


def test_no_mark_is_slow():
    assert slowest(30_000) < (3, "")


@pytest.mark.slow
def test_no_mark_is_slow_in_a_megabyte():
    assert slowest(1_000_000) < (60, "")


class _Safe(HTMLParser):
    """Fails at what must not be on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "style", "iframe", "img", "object", "svg")
        for name, value in attrs:
            assert name in OURS
            address = re.sub(r"\s", "", value or "") if name == "href" else ""
            assert re.match(r"(?i)https?:|mailto:|(?![a-z][a-z0-9+.-]*:|[/\\]{2})", address)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def balanced(text: str) -> bool:
    parser = _Safe()
    parser.feed(text)
    parser.close()
    return not parser.open


PIECES = (
    "* ** *** _ __ ` `` [ ] ( ) ]( < > # ## - + 1. 2022. | --- === |-|- \\ ! ![ [^1] [^1]: [^a\u3000b] [a]: x.cn //x "
    "javascript: data: <b> </b> <div> </div> <p> </p> <table> <tr> <td> </table> <ul> <li> </ul> <script> </script> "
    "<!-- --> <a\xa0href=' <a\xa0href=\"x\"> '> </a> <img\xa0src=x\xa0onerror=1> <iframe> <style> <svg> <math> "
    "<textarea> <select> <title> <template> <noscript> <pre> </pre> <br> <hr> <h1> </h1> <dl><dt> <th> <A级> <a@b.cn> "
    "&lt; &#60; &#2; &#4; &amp; & 甲 乙丙。 会议 abc “ ” ， 【图1】 【图 \x02 \x03 \x04 \x02wzxhzdk:0\x03 \u2028 \x00 \ud800"
)
SPACES = ["\n", "\n\n", " ", "    ", "\t", "\u3000", "\r\n", ""]
PIECE = st.sampled_from([*(piece.replace("\xa0", " ") for piece in PIECES.split(" ")), *SPACES])


def check(body: Body) -> None:
    for block in body.blocks:
        assert isinstance(block, Block)
        assert balanced(block.html)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", block.html)
        assert block.html or block.figures or block.images
        assert block.html.startswith("<p>") or not block.paragraph


@examples(1000)
@given(st.lists(PIECE, max_size=40).map("".join))
def test_any_pieces_make_safe_blocks(text):
    check(MARKUP.body(text))


@examples(1000)
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_makes_safe_blocks(text):
    check(MARKUP.body(text))


PLAIN = "* ** *** _ __ ` `` [ ] ( ) > # ## - + 1. 12. 2022. | |-|-| --- === \\ ! < ~ & [^1] “ ” ， 、 1 甲 乙丙。 会议"


@examples(1000)
@given(st.lists(st.sampled_from([*PLAIN.split(), *SPACES, "\n[^1]: ", "\n[^2]："]), max_size=40).map("".join))
def test_no_character_is_lost(text):
    """Without raw HTML and addresses, every Chinese character typed is on the page, once."""
    if "](" not in text and "<!--" not in text:
        han = re.compile("[\u4e00-\u9fff]")
        assert sorted(han.findall(MARKUP.body(text).text)) == sorted(han.findall(text))


@pytest.mark.parametrize(
    ("words", "alt"),
    [
        ("[`甲`](b)", "甲"),
        ("[**甲`乙`**](b)丙", "甲乙丙"),
        ("[甲\\*乙](b)", "甲*乙"),
        ("[&amp;](b)", "&"),
        ("[<b>甲</b>](b)", "<b>甲</b>"),
    ],
)
@pytest.mark.parametrize("picture", ["![{}](c.jpg)", "![{}][c]\n\n[c]: c.jpg"])
def test_marks_within_marks_are_no_mystery_in_the_words_of_a_picture(words, alt, picture):
    (image,) = [one for block in MARKUP.body(picture.format(words)).blocks for one in block.images]
    assert (image.file, image.alt) == ("c.jpg", alt)


def test_marks_within_marks_are_no_mystery_in_addresses_and_titles():
    html = "".join(
        piece.html
        for piece in dialect.Dialect().read(['[乙](c "[`a`][a]")', "<http://x/[`a`](b)>", "[a]: b.c"])
    )
    assert 'title="a"' in html
    assert "klzz" not in html


MARKED = "** ** * ` [^1] [a] ](b) **甲**乙 - > # | \\* <b> </b> & &amp; _甲_ 甲 乙， 。 1. a \xa0 “ 【图1】 ![甲](`b`) [甲](b&c) <a@b.cn>"
BLOCKS = [
    "\n",
    "\n\n",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n> ",
    "\n## ",
    "\n| 甲 | b |\n|:-|-|\n| c |",
    "\n[^1]: ",
    "\n[a]: b.c\n",
    "\n---\n",
]
TYPED = st.lists(PIECE | st.sampled_from([*MARKED.split(" "), *BLOCKS]), max_size=40).map("".join)


def by_library(lines: list[str]) -> str:
    """A body as HTML: all of the tree at once, every rule tried in every text with marks, the library's serializer."""
    library = Markdown(extensions=[dialect.ChineseProse()], output_format="html")
    library.treeprocessors.register(InlineProcessor(library), "inline", 20)
    tables = TableProcessor(library.parser, {"use_align_attribute": True})
    library.parser.blockprocessors.register(tables, "table", 75)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "_NO_PAIR", re.compile(""))
        return library.convert("\n".join(lines))


def by_us(lines: list[str]) -> str:
    return "\n".join(piece.html for piece in dialect.Dialect().read(lines)).strip()


@examples(2000)
@given(TYPED)
@example("**甲**\n![[`a`](b)](c.jpg)")
@example("**甲**\n![[`a`](b)][a]\n\n[a]: c.jpg\n")
@example('**甲** [乙](c "[`a`][a]")\n[a]: b.c')
@example("**甲** <http://[`a`](b)>")
@example("## **甲&lt;乙**")
@example("1**2**3 **乙** 丙 ** 丁**")
@example("***甲*** ***乙**")
@example("**甲** *乙*")
@example("|a|`|`|\n|-|-|\n|\\||b|")
def test_the_short_way_of_marks_gives_what_python_markdown_gives(text):
    lines = [re.sub("[\x00-\x1f]", "", line) for line in text.split("\n")]
    assert by_us(lines) == by_library(lines)


@examples(1000)
@given(st.lists(st.sampled_from([*"甲乙，。“”1a &;>#|-", *SPACES]), max_size=40).map("".join))
def test_sparing_plain_text_changes_nothing(text):
    """Text without marks is not searched for them (`dialect._Weigher`): the HTML is the same."""
    lines = text.replace("\r", "").split("\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "_MARKS", re.compile("(?s)."))
        searched = by_library(lines)
    assert by_us(lines) == searched


def test_bold_text_costs_what_other_marks_cost():
    """The budget is the same, whoever sets the text."""
    lines = ["**甲 ** 乙** " + "丙" * 100] * 13_000
    assert by_us(lines) == by_library(lines)


@examples(2000)
@given(TYPED)
@example("[^1]: - 甲")
@example("- ` `")
@example("> 甲\xa0乙")
def test_a_block_that_is_not_cleaned_is_clean(text):
    body = MARKUP.body(text, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialect, "_UNSURE", ("",))
        assert MARKUP._marked(text, 3) == body


def test_most_blocks_go_the_short_way():
    """Otherwise the two tests above would prove nothing."""
    text = "## 甲\n乙\n- **丙**：丁\n| 戊 | 己 |\n|--|--|\n| 庚 | 1 |\n> 辛\n---\n见[壬](x.html)\n癸&amp;\n<ul></ul>"
    reader = dialect.Dialect()
    assert [piece.clean for piece in reader.read(text.split("\n"))] == [True] * 6 + [False] * 3
    assert [block.text for block in reader.weigher.marked] == ["见"]
    assert reader.md.treeprocessors["inline"].inlinePatterns == [reader.md.inlinePatterns["link"]]


@examples(1500)
@given(
    st.lists(
        st.sampled_from(
            [
                *"甲乙，。“”１1aA.;:=+-\"'/()@$%^_*【［\xa0\u2003\x0b\u2028",
                "\n",
                "\n",
                "\n\n",
                "  ",
                "　",
                "\t",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_the_short_way_of_plain_bodies_gives_what_the_long_way_gives(text):
    assert MARKUP.body(text, 3) == MARKUP._marked(text, 3)


def test_most_bodies_go_the_short_way():
    """Otherwise the test above would prove nothing."""
    body = plain("9月29日下午，学校召开例会。\n\n　　会上，方致远讲话：“一要……”(掌声) 2022-09-29 14:30。\n")
    assert body is not None
    assert [block.html for block in body.blocks] == [
        "<p>9月29日下午，学校召开例会。</p>",
        "<p>会上，方致远讲话：“一要……”(掌声) 2022-09-29 14:30。</p>",
    ]
