"""Templates say what they say in plain Jinja, and a compiled one is used only where it is the right one."""

from __future__ import annotations

import datetime as dt
import re
from collections import namedtuple
from dataclasses import dataclass
from pathlib import Path

import jinja2
import markupsafe
import pytest

from campus_news import asset, compiler
from campus_news.asset import Assets
from campus_news.compiler import FastEnvironment
from campus_news.config import Config
from campus_news.listing import ArchiveView
from campus_news.page import Page
from campus_news.render import BadTemplate, Renderer
from conftest import REPO, Place

ASSETS = asset.publish({"site.css": b"", "site.js": b"", "favicon.svg": b""})
ARCHIVE = Page("/archive/", "archive.html", b"", lambda _: ArchiveView((), None, (), ()))
CONFIG = Config("示例新闻网", "https://news.example.edu.cn/", "示例职业技术学院")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    title: str | None = None


class Bold:
    """Says of itself that it is HTML."""

    def __html__(self) -> str:
        return "<b>粗</b>"


class Loud(str):
    """Text of another type."""

    __slots__ = ()


class Moody:
    """Has an attribute that fails, one that fails as if it were not there, and an item of the same name."""

    @property
    def broken(self) -> str:
        raise ValueError("坏了")

    @property
    def over(self) -> str:
        raise StopIteration

    @property
    def absent(self) -> str:
        raise AttributeError("absent")

    def __getitem__(self, key: str) -> str:
        return f"<{key}>"


SEEN = {
    "people": (Person("甲<&>\"'"), Person("乙", "校长"), Person("丙", "书记")),
    "word": "a < b & 'c' \"d\"",
    "safe_word": markupsafe.Markup("<i>x</i>"),
    "loud": Loud("<loud>"),
    "bold": Bold(),
    "moody": Moody(),
    "table": {"text": "<t>", "items": "条目", 1: "一", "class": "类", "deep": {"er": [1, {"x": "<x>"}]}},
    "point": namedtuple("Point", "x y")(3, 4),
    "nothing": None,
    "number": 7,
    "big": 10**30,
    "ratio": 0.5,
    "yes": True,
    "letters": list("a<b"),
    "empty": (),
    "date": dt.date(2022, 9, 8),
    "stop": lambda: next(iter(())),
    "say": lambda *args, **names: f"{args}{sorted(names.items())}",
}
OTHERS = {
    "page.html": "<title>{% block title %}无{% endblock %}</title>{% block main %}{{ word }}{% endblock %}末",
    "macros.html": (
        "{% macro one(who, mark='*', loud=false) %}"
        "[{{ who.name }}{{ mark }}{% if loud %}!{% endif %}{{ who.title or '' }}]{% endmacro %}"
        "{% macro all(who) %}{{ who }}{{ varargs }}{{ kwargs }}{% endmacro %}"
        "{% macro twice() %}{{ caller('甲') }}{{ caller('<乙>') }}{% endmacro %}"
        "{% macro lost() %}{{ nowhere.name }}{% endmacro %}"
        "{% set note = '<备注>' %}{% set count = namespace(n=0) %}"
        "{% macro next() %}{% set count.n = count.n + 1 %}{{ count.n }}{% endmacro %}"
    ),
    "part.html": "({{ word }}{{ people[0].name }})",
    "alone.html": "(独{{ 1 + 1 }})",
    "bad.html": "{{ nowhere.name }}",
}
TEMPLATES = [
    # what is written, and how it is escaped
    "{{ word }}{{ safe_word }}{{ loud }}{{ bold }}{{ number }}{{ big }}{{ ratio }}{{ yes }}{{ nothing }}",
    "{{ word|safe }}{{ word|e }}{{ word|e|e }}{{ word|forceescape }}{{ safe_word|e }}{{ safe_word|forceescape }}",
    "{{ letters|join('<') }}{{ letters|join(safe_word) }}{{ [safe_word, word]|join }}",
    "{{ word ~ safe_word ~ number ~ nothing }}{{ 'a<' ~ 1 }}{{ safe_word + word }}{{ word + safe_word }}",
    "{{ '<%s>'|format(word) }}{{ safe_word|replace('x', '<') }}{{ word|upper|title|length }}{{ bold|string }}",
    "{{ people }}{{ table }}{{ letters }}{{ point }}{{ date }}{{ people[1:] }}{{ (1,) }}{{ {'a': word} }}",
    "<a title='{{ word }}' {{ {'href': word, 'id': none}|xmlattr }}>{{ word|urlize }}</a>",
    "{% autoescape false %}{{ word }}{{ safe_word }}{{ word ~ safe_word }}{% endautoescape %}{{ word }}",
    "{% autoescape yes %}{{ word }}{{ bold }}{% endautoescape %}{% autoescape not yes %}{{ word }}{% endautoescape %}",
    "{{ 1 + 2 * 3 }}{{ 7 // 2 }}{{ 2 ** 8 }}{{ 7 % 4 }}{{ -number }}{{ 1 < number <= 7 }}{{ 'a' in letters }}",
    "{{ 1.5e300 * 1e300 }}{{ [1, '<'] }}{{ 'a<b' }}{{ true }}{{ none }}",
    # attributes and items
    "{{ people[0].name }}{{ people[1]['name'] }}{{ people[1]['title'] }}{{ point.x }}{{ point[1] }}{{ point['y'] }}",
    "{{ table.text }}{{ table['text'] }}{{ table[1] }}{{ table.deep.er[1].x }}{{ table.class }}",
    "{{ table.items }}{{ table['items'] }}{{ table.items()|length }}{{ table.keys()|list }}",
    "{{ moody.absent }}{{ moody['absent'] }}{{ moody.other }}",
    "{{ moody.broken }}",
    "{{ word.upper() }}{{ word.split()[0] }}{{ 'x,y'.split(',') }}{{ people|map(attribute='name')|join }}",
    "{{ (people|first).name }}{{ (people|last)['title'] }}{{ people|selectattr('title')|map(attribute='title')|list }}",
    "{{ letters.append('z') }}{{ letters|length }}{{ letters.pop() }}",
    "{{ date.year }}{{ date.isoformat() }}{{ number.real.real.real }}",
    # what is not there
    "{{ nowhere }}",
    "{{ nowhere.name }}",
    "{{ people[0].nowhere }}",
    "{{ people[0].nowhere.name }}",
    "{{ people[9] }}",
    "{{ table.nowhere }}",
    "{{ nothing.name }}",
    "{{ table['deep'].nowhere['x'] }}",
    "{{ nowhere ~ 'x' }}",
    "{% if nowhere %}x{% endif %}",
    "{% for one in nowhere %}x{% endfor %}",
    "{{ nowhere == 1 }}",
    "{{ nowhere|upper }}",
    "{{ word|nowhere }}",
    "{{ word is nowhere }}",
    "{% if false %}{{ word|nowhere }}{% endif %}x",
    "{{ nowhere() }}",
    "{{ people[0].name() }}",
    "{{ 1 / 0 }}",
    "{{ nowhere is defined }}{{ table.text is defined }}{{ table.nowhere is defined }}{{ people[0].x is undefined }}",
    "{{ nowhere|default('无<') }}{{ people[0].x|default(word) }}{{ nothing|default('x', true) }}{{ table.q|d }}",
    "{{ 'x' if false }}{{ 'x' if number }}{{ (word if false) is defined }}",
    "{{ nowhere.name|default('x') }}",
    "{{ stop() is defined }}",
    "{{ stop() }}",
    # loops
    "{% for who in people %}{{ loop.index }}{{ who.name }}{{ ',' if not loop.last }}{% endfor %}",
    "{% for who in people if who.title %}{{ who.title }}{{ loop.length }}{% else %}无{% endfor %}",
    "{% for one in empty %}x{% else %}空{{ word }}{% endfor %}",
    "{% for key, value in table.deep.items() recursive %}{{ key }}{{ loop.depth }}{% endfor %}",
    "{% for n in [[1, [2]], [3]] recursive %}{{ n if n is number else '(' ~ loop(n) ~ ')' }}{% endfor %}",
    "{% for n in range(3) %}{% for m in range(n) %}{{ loop.index0 }}{{ n }}{{ m }};{% endfor %}{% endfor %}",
    "{% for n in range(5) %}{{ loop.cycle('<', word) }}{{ loop.changed(n // 2) }}{{ loop.previtem }}{% endfor %}",
    "{% for n in range(5) %}{{ loop.cycle('<', word) }}{{ loop.changed(n // 2) }}{{ loop.last }}{% endfor %}",
    "{% for date, all in people|groupby('title', default='') %}{{ date }}{{ all|length }}{% endfor %}",
    "{% for row in range(7)|batch(3, 'x') %}{{ row|join('-') }};{% endfor %}{{ people|map(attribute='name')|sort|list }}",
    # names
    "{% set a = word %}{% set b, c = point %}{{ a }}{{ b }}{{ c }}{% set d %}<{{ a }}>{% endset %}{{ d }}{{ d ~ a }}",
    "{% set d | upper %}<{{ word }}>{% endset %}{{ d }}{% set e = namespace(n=1) %}{% set e.n = 5 %}{{ e.n }}",
    "{% set x = 1 %}{% for n in range(2) %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}",
    "{% set word.x = 1 %}",
    "{% with a = word, b = people[0].name %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    "{% filter upper %}<{{ word }}>{% endfilter %}{% filter replace('a', '<') %}a{{ safe_word }}{% endfilter %}",
    "{% set _of = 'x' %}{% set _got = 'y' %}{{ _of }}{{ _got }}{{ people[0].name }}{{ _of }}{% set escape = 1 %}{{ escape }}",
    "{% raw %}{{ word }}{% endraw %}{# nothing #}{{ '{{' }}",
    # macros
    "{% macro m(a, b='<', c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}{{ m(word, c=2) }}{{ m(b=safe_word, a=0) }}",
    "{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}{{ m.name }}{{ m.arguments }}{{ m.caller }}{{ m }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(*[word]) }}{{ m(**{'a': word}) }}{{ m(**{'a': 1, 'class': 2}) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{% call m(1) %}x{% endcall %}",
    "{% macro m(a) %}{{ a }}{{ stop() is defined }}{% endmacro %}{{ m(word) ~ word }}{{ m(word)|upper }}{{ m(1) is string }}",
    "{% macro m(stop) %}{{ [1]|map('nowhere')|list }}{% endmacro %}{{ m(1) }}",
    "{% macro m(a) %}{{ moody.over }}{% endmacro %}{{ m(1) is defined }}{{ m(1) }}",
    "{{ moody.over }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}[{{ caller(word) }}]{% endmacro %}{% call(x) m() %}{{ x }}{{ number }}{% endcall %}",
    "{% macro m(caller=none) %}[{{ caller() if caller else '无' }}]{% endmacro %}{{ m() }}{% call m() %}<{% endcall %}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, '<', a=word) }}",
    "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
    "{% macro m() %}{% autoescape false %}{{ word }}{% endautoescape %}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ word }}{% endmacro %}{% autoescape false %}{{ m() }}{{ m() + word }}{% endautoescape %}",
    "{{ say(1, word, a=2) }}{{ say(*letters, **{'class': 1}) }}{{ say(eager=people[0].name is sameas word) }}",
    "{{ dict(a=1).a }}{{ cycler('a', '<').next() }}{% set j = joiner('<') %}{{ j() }}{{ j() }}{{ lipsum is defined }}",
    # other templates
    "{% import 'macros.html' as m %}{{ m.one(people[0]) }}{{ m.one(people[1], loud=true) }}{{ m.one(people[2], '-', yes) }}{{ m.note }}",
    "{% import 'macros.html' as m %}{{ m.all(word, 2, x=3) }}{{ m.next() }}{{ m.next() }}{{ m.nowhere is defined }}",
    "{% import 'macros.html' as m %}{% call(x) m.twice() %}{{ x }}{{ word }}{% endcall %}",
    "{% import 'macros.html' as m %}{{ m.lost() }}",
    "{% import 'macros.html' as m %}{{ m.nowhere() }}",
    "{% from 'macros.html' import one as o, note %}{{ o(people[0], mark=word) }}{{ note }}",
    "{% from 'macros.html' import nowhere %}{{ nowhere() }}",
    "{% import 'part.html' as m with context %}{{ m }}",
    "{% include 'part.html' %}{% for word in letters %}{% include 'part.html' %}{% endfor %}",
    "前{% include 'alone.html' without context %}中{{ word }}{% include 'alone.html' without context %}后",
    "{% include 'nowhere.html' ignore missing %}{% include ['nowhere.html', 'alone.html'] %}x",
    "{% include 'nowhere.html' %}",
    "{% include 'bad.html' %}",
    "{% extends 'nowhere.html' %}",
    "{% if yes %}{% extends 'page.html' %}{% endif %}{% block main %}主{% endblock %}",
    "头{% if not yes %}{% extends 'page.html' %}{% endif %}{% block main %}主{{ word }}{% endblock %}尾",
    "{% extends 'page.html' %}{% block title %}{{ word }}{{ super() }}{% endblock %}{% block main %}{{ self.title() }}{% endblock %}",
    "{% block a %}{% set x = 1 %}{% for n in letters %}{% block b scoped %}{{ n }}{% endblock %}{% endfor %}{% endblock %}{{ self.a() }}",
    "{% block a required %}{% endblock %}",
    "{% block a %}{{ super() }}{% endblock %}",
    "{{ word",
    "{% for %}",
    "{% macro m(a, a) %}{% endmacro %}{{ m(1) }}",
]
PLACES = {
    "as it is": "{}",
    "in a loop": "{{% for i in range(2) %}}{{{{ i }}}}{}{{% endfor %}}后",
    "in a branch": "前{{% if number %}}{}{{% endif %}}后",
    "in a block": "前{{% block outer %}}<p>{}</p>{{% endblock %}}后{{{{ self.outer() }}}}",
    "in a macro": "前{{% macro outer() %}}<p>{}</p>{{% endmacro %}}{{{{ outer() }}}}后",
    "in a name": "前{{% set outer %}}<p>{}</p>{{% endset %}}中{{{{ outer }}}}后",
    "in a filter": "前{{% filter lower %}}<p>{}</p>{{% endfilter %}}后",
    "in a call": "{{% macro outer() %}}<{{{{ caller() }}}}>{{% endmacro %}}{{% call outer() %}}{}{{% endcall %}}后",
    "in a child": "{{% extends 'page.html' %}}{{% set outer = 1 %}}{{% block main %}}{}{{% endblock %}}",
}


def said(kind: type[jinja2.Environment], source: str, **options: object) -> str:
    """What a template comes to, twice: the text, or how it fails."""
    environment = kind(
        loader=jinja2.DictLoader({**OTHERS, "it.html": source}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        **options,
    )
    try:
        template = environment.get_template("it.html")
        seen = {**SEEN, "letters": list(SEEN["letters"])}
        return template.render(seen) + template.render(seen)
    except jinja2.TemplateSyntaxError as error:
        return f"{error.name}:{error.lineno}: {error.message}"
    except Exception as error:  # noqa: BLE001  (whatever it is, both have to raise it)
        return f"{type(error).__name__}: {error}"


def lasting(text: str) -> str:
    """What is the same in every run: without addresses of objects, and lines of the Python that Jinja wrote."""
    return re.sub(r"0x[0-9a-f]+|\(<template>, line \d+\)", "", text)


@pytest.mark.parametrize("around", PLACES.values(), ids=PLACES)
def test_a_template_says_what_it_says_in_plain_jinja(around):
    options = {"trim_blocks": True, "lstrip_blocks": True}
    for template in TEMPLATES:
        source = around.format(template)
        plain, ours = (said(kind, source, **options) for kind in (jinja2.Environment, FastEnvironment))
        assert lasting(ours) == lasting(plain), source


def test_most_of_those_templates_do_say_something():
    """The comparison above is worth little where both only fail."""
    failing = [one for one in TEMPLATES if said(jinja2.Environment, one).split(":")[0].endswith("Error")]
    assert len(failing) < len(TEMPLATES) / 2.5


@pytest.mark.parametrize("name", SEEN)
def test_text_is_what_escape_gives(name):
    assert compiler.text(SEEN[name]) == markupsafe.escape(SEEN[name])


def test_text_without_the_part_in_c(monkeypatch):
    monkeypatch.setattr(compiler, "_escaped", markupsafe.escape)
    assert compiler.text("a < b & 'c' \"d\"") == "a &lt; b &amp; &#39;c&#39; &#34;d&#34;"


def test_an_object_that_lies_about_its_class_is_escaped():
    class Liar:
        __class__ = markupsafe.Markup

        def __str__(self) -> str:
            return "<script>"

    assert compiler.text(Liar()) == "&lt;script&gt;"


# -- through the renderer


class Designer:
    """Somebody who writes templates for a site, and a page that shows them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache = root / ".cache" / "templates"

    def write(self, name: str, text: str) -> None:
        (self.root / "templates").mkdir(exist_ok=True)
        (self.root / "templates" / name).write_text(text, "utf-8")

    def renderer(self, config: Config = CONFIG, assets: Assets = ASSETS) -> Renderer:
        return Renderer((self.root / "templates", REPO / "templates"), config, self.cache, assets)

    def page(self, config: Config = CONFIG, assets: Assets = ASSETS) -> str:
        return self.renderer(config, assets).render(ARCHIVE, ArchiveView((), None, (), ())).decode()


@pytest.fixture
def designer(tmp_path):
    return Designer(tmp_path)


def test_what_designers_get_wrong_is_told_with_its_place(designer):
    designer.write("archive.html", "{% extends 'base.html' %}\n\n{{ word")
    with pytest.raises(BadTemplate, match=r"^archive\.html:3: "):
        designer.page()
    designer.write("archive.html", "{{ page.years }}\n{{ page.years|nowhere }}")
    with pytest.raises(BadTemplate, match=r"^archive\.html:2: No filter named 'nowhere'"):
        designer.page()
    designer.write("archive.html", "{{ page.nowhere }}")
    with pytest.raises(
        BadTemplate, match=r"^archive\.html: .*ArchiveView object' has no attribute 'nowhere'"
    ):
        designer.page()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("day|day", "2022年9月8日"),
        ("day|month", "2022年9月"),
        ("day|weekday", "星期四"),
        ("day|iso", "2022-09-08"),
        ("hour|day", "2022年9月8日"),
        ("hour|iso", "2022-09-08T07:05"),
        ("midnight|iso", "2022-09-08T00:00"),
        ("hour|moment", "2022年9月8日 07:05"),
        ("midnight|moment", "2022年9月8日"),
        ("'/a&b/'|href", "/xw/a&amp;b/"),
        ("safe|href", "/xw/a&b/"),
        ("'/a/'|absolute", "https://example.edu.cn/xw/a/"),
        ("nowhere|day", None),
        ("nowhere|href", None),
    ],
)
def test_filters(expression, expected):
    renderer = Renderer((), Config("示例新闻网", "https://example.edu.cn/xw/", "示例职业技术学院"))
    template = renderer._environment.from_string(f"{{{{ {expression} }}}}" * 2)
    seen = {
        "day": dt.date(2022, 9, 8),
        "midnight": dt.datetime(2022, 9, 8),
        "hour": dt.datetime(2022, 9, 8, 7, 5),
        "safe": markupsafe.Markup("/a&b/"),
    }
    if expected is None:
        with pytest.raises(jinja2.UndefinedError, match=r"^'nowhere' is undefined$"):
            template.render(seen)
    else:
        assert template.render(seen) == expected * 2


def test_a_moment_has_its_own_day_in_every_zone():
    """The two are equal, and so are their hashes."""
    east = dt.datetime(2022, 9, 9, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    day = Renderer((), CONFIG)._environment.filters["day"]
    assert (day(east), day(east.astimezone(dt.UTC))) == ("2022年9月9日", "2022年9月8日")


def count(designer, monkeypatch, **settings) -> int:
    """How many templates are compiled for a page."""
    compiled = []
    compile_it = FastEnvironment.compile
    with monkeypatch.context() as patch:
        patch.setattr(FastEnvironment, "compile", lambda *a: compiled.append(a[2]) or compile_it(*a))
        designer.page(**settings)
    return len(compiled)


def test_compiled_templates_are_used_again(designer, monkeypatch):
    assert count(designer, monkeypatch) == 4  # archive.html, base.html, part/meta.html, part/nav.html
    assert len(list(designer.cache.iterdir())) == 4
    first = designer.page()
    assert count(designer, monkeypatch) == 0
    assert designer.page() == first


def test_a_changed_template_is_compiled_again(designer, monkeypatch):
    designer.write("archive.html", "一")
    assert (designer.page(), designer.page()) == ("一", "一")
    designer.write("archive.html", "二")
    assert designer.page() == "二"


def test_another_address_of_the_site_is_another_template(designer):
    """Jinja evaluates constants when it compiles; the address is in them."""
    css = ASSETS.url("/static/site.css")
    assert f'href="{css}"' in designer.page()
    assert f'href="/xw{css}"' in designer.page(Config("示例新闻网", "https://example.edu.cn/xw/", "示例"))
    assert f'href="{css}"' in designer.page()


def test_another_style_sheet_is_another_template(designer):
    """As above: its name is in them."""
    other = asset.publish({"site.css": b"a{}", "site.js": b"", "favicon.svg": b""})
    designer.page()
    assert f'href="{other.url("/static/site.css")}"' in designer.page(assets=other)


def test_another_program_compiles_again(designer, monkeypatch):
    designer.page()
    monkeypatch.setattr("campus_news.digest.engine", lambda: b"another")
    assert count(designer, monkeypatch) == 4


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[:20],
        lambda _: b"",
        lambda data: data[:60] + b"\0\1" + data[62:],
    ],
    ids=["cut", "cut early", "empty", "changed"],
)
def test_a_damaged_file_is_compiled_again_and_mended(designer, monkeypatch, damage):
    expected = designer.page()
    for file in designer.cache.iterdir():
        file.write_bytes(damage(file.read_bytes()))
    assert designer.page() == expected
    assert count(designer, monkeypatch) == 0


def test_no_cache_where_none_can_be(designer, monkeypatch):
    expected = designer.page()
    for file in designer.cache.iterdir():
        file.unlink()
    designer.cache.rmdir()
    designer.cache.write_text("a file stands in the way", "utf-8")
    assert designer.page() == expected
    assert count(designer, monkeypatch) == 4


def test_a_folder_stands_where_a_compiled_template_would(designer):
    expected = designer.page()
    for file in list(designer.cache.iterdir()):
        file.unlink()
        file.mkdir()
    assert designer.page() == expected
    assert all(folder.is_dir() for folder in designer.cache.iterdir())


def test_a_template_that_is_wrong_leaves_nothing_behind(designer):
    designer.write("archive.html", "{{ word")
    with pytest.raises(BadTemplate):
        designer.page()
    assert not designer.cache.exists()


def test_the_renderer_needs_no_cache(place: Place):
    renderer = Renderer((REPO / "templates",), CONFIG, assets=ASSETS)
    assert renderer.render(ARCHIVE, ArchiveView((), None, (), ())).startswith(b"<!doctype html>")
    assert not (place.root / ".cache").exists()
