"""Files that mean harm, by name, and how each is put into a site; what is told of it stands in fixtures/hostile.txt.

The site around them is small and right: two reports, one of them with a photo.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from conftest import LEADERS, SITE, Place, jpeg, report

MB = 1_000_000
DEEP = 10_000
PHOTO = "content/photos/2022-09-29-a/1.jpg"
BAD = "content/reports/2022/2022-10-01-bad.md"
SECRET = "秘密：planted-secret-19900000000"


class Hostile(NamedTuple):
    """One way to do harm. `outside` is a folder beside the site, with `secret` and `folder/2022-10-02-out.md` in it."""

    name: str
    plant: Callable[[Place, Path], object]


def harmless(place: Place) -> Place:
    """The site into which they are put."""
    place.write("content/site.yaml", SITE)
    place.write("content/leaders.yaml", LEADERS)
    place.write(PHOTO, jpeg())
    place.report("2022-09-29-a", title="甲会", photos="{file: 1.jpg, caption: 会议现场}")
    place.report("2022-09-30-b", title="乙会")
    return place


def neighbour(folder: Path) -> Path:
    """What no build has any business with."""
    (folder / "folder").mkdir(parents=True)
    (folder / "secret").write_text(SECRET, "utf-8")
    (folder / "secret.jpg").write_bytes(jpeg(colour="red"))
    (folder / "folder/2022-10-02-out.md").write_text(report("外面的报道", "2022-10-02", SECRET), "utf-8")
    return folder


def sparse(place: Place, path: str, size: int = 200 * MB) -> None:
    """A file of that size; nearly nothing on the disk."""
    place.write(path, b"")
    os.truncate(place.root / path, size)


def png(width: int, height: int, data: bytes, *, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG whose header says that size; `data` is what is compressed in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """So many zero bytes, compressed."""
    packer, block = zlib.compressobj(9), bytes(MB)
    return b"".join(packer.compress(block[: min(MB, size - i)]) for i in range(0, size, MB)) + packer.flush()


def picture(kind: str, width: int, height: int, mode: str = "RGB", **save: object) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind, **save)
    return buffer.getvalue()


def animation(kind: str) -> bytes:
    frames = [Image.new("P", (2000, 2000), i) for i in range(60)]
    buffer = io.BytesIO()
    frames[0].save(
        buffer, kind, save_all=True, append_images=frames[1:], **({"method": 0} if kind == "WEBP" else {})
    )
    return buffer.getvalue()


def headed(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose header says another size."""
    at = next(i for mark in (b"\xff\xc0", b"\xff\xc2") if (i := data.find(mark)) > 0)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def text(**fields: str) -> Callable[[Place, Path], object]:
    """A report with these fields."""
    return lambda place, _: place.report("2022-10-01-bad", **fields)


def head(front: str) -> Callable[[Place, Path], object]:
    """A report with more lines of front matter."""
    return lambda place, _: place.write(BAD, f"---\ntitle: 例会\ndate: 2022-10-01\n{front}\n---\n正文。\n")


def data(content: bytes, path: str = BAD) -> Callable[[Place, Path], object]:
    return lambda place, _: place.write(path, content)


def photo(content: bytes | Callable[[], bytes], name: str = "1.jpg") -> Callable[[Place, Path], object]:
    """A report with a photo of that content."""

    def plant(place: Place, _: Path) -> None:
        place.write(
            f"content/photos/2022-10-01-bad/{name}", content if isinstance(content, bytes) else content()
        )
        place.report("2022-10-01-bad", photos=name)

    return plant


def emblem(content: bytes | Callable[[], bytes], name: str = "e.svg") -> Callable[[Place, Path], object]:
    def plant(place: Place, _: Path) -> None:
        place.write(f"content/{name}", content if isinstance(content, bytes) else content())
        place.write("content/site.yaml", SITE + f"emblem: {name}\n")

    return plant


def link(
    path: str, to: str, then: Callable[[Place], object] = lambda _: None
) -> Callable[[Place, Path], object]:
    """A symbolic link within the site to something outside."""

    def plant(place: Place, outside: Path) -> None:
        file = place.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.symlink_to(outside / to)
        then(place)

    return plant


def pictured(place: Place) -> None:
    place.report("2022-10-01-bad", photos="2.jpg")


def special(path: str, make: Callable[[Path], object]) -> Callable[[Place, Path], object]:
    """A pipe, a socket or a device instead of a file."""

    def plant(place: Place, _: Path) -> None:
        file = place.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        make(file)
        if path.endswith("2.jpg"):
            pictured(place)

    return plant


def bind(file: Path) -> None:
    here = Path.cwd()
    os.chdir(file.parent)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(file.name)
    os.chdir(here)


def nested(place: Place, _: Path) -> None:
    """Folders in folders, as deep as a path can be long, and deeper."""
    here = Path.cwd()
    folder = place.root / "content/reports"
    os.chdir(folder)
    for _ in range(1_200):
        Path("d").mkdir()
        os.chdir("d")
    Path("2022-10-01-bad.md").write_text(report(), "utf-8")
    os.chdir(here)


def svg(inside: str, head: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


LAUGHS = (
    "<!DOCTYPE svg [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
GUESTS = "attendees: ["


def texts() -> Iterator[Hostile]:
    """Reports that are hostile as texts."""
    yield Hostile("anchor", head("venue: &a 礼堂"))
    yield Hostile("alias", head("venue: *a"))
    yield Hostile("bomb", head(BOMB))
    yield Hostile("merge", head("credits: {<<: *a}"))
    yield Hostile("tag", head("venue: !!python/object/apply:os.system [id]"))
    for name, one in {
        "flow": "[" * DEEP, "pairs": "{a: " * 7_000, "dashes": "- " * DEEP, "questions": "? " * DEEP,
        "closed": "[" * DEEP + "]" * DEEP,
    }.items():  # fmt: skip
        yield Hostile(f"deep {name}", head(f"venue: {one}" if one[0] in "[{" else f"venue:\n  {one}"))
    steps = "\n".join(" " * i + "a:" for i in range(1, 200))
    yield Hostile("deep steps", head(f"venue:\n{steps}"))
    for name, one in {
        "quotes": ">" * DEEP, "spaced quotes": "> " * DEEP, "items": "- " * DEEP, "brackets": "[" * DEEP,
        "stars": "*" * DEEP, "starred": "**甲 *乙 " * DEEP, "tags": "<div>" * DEEP, "links": "[" * DEEP + "](a)" * DEEP,
        "steps": "\n".join("  " * i + "- 甲" for i in range(500)), "notes": "[^1]: " * DEEP,
        "bangs": "![" * DEEP, "ticks": "`" * DEEP, "table": "|" * DEEP + "\n" + "|-" * DEEP + "|\n" + "|甲" * DEEP,
    }.items():  # fmt: skip
        yield Hostile(f"deep body of {name}", text(body=one))
    yield Hostile("long line", text(body="甲" * MB))
    yield Hostile("most lines", text(body="甲\n" * 120_000))
    yield Hostile("most rules", text(body="---\n" * 120_000))
    for name, one in {
        "entries": "k{}: 甲\n", "faults": "甲乙：丙\n", "brackets": "venue: [甲\n", "quotes": 'venue: "甲\n',
        "twice": "venue: 甲\n", "tabs": "\tvenue: 甲\n", "anchors": "a{}: &a 甲\n",
        "people": "attendees: [" + "甲乙, " * 6_800 + "丙丁]\n", "photos": "photos:\n" + "  - 9.jpg\n" * 2_400,
        "speakers": "speakers:\n" + "  - {name: 甲乙, act: 讲话}\n" * 1_200,
        "guests": "attendees:\n" + "  - {nam: 甲乙, titel: 丙}\n" * 1_200,
    }.items():  # fmt: skip
        many = max(1, 26_000 // len(one))
        yield Hostile(f"most {name}", head("".join(one.replace("{}", str(i)) for i in range(many))))
        yield Hostile(f"too many {name}", head("".join(one.replace("{}", str(i)) for i in range(2 * many))))
    yield Hostile("200 MB", lambda place, _: sparse(place, BAD))
    yield Hostile("200 MB of text", lambda place, _: place.write(BAD, b"---\n" + b"a: b\n" * (40 * MB)))
    yield Hostile("1 TB", lambda place, _: sparse(place, BAD, 10**12))
    for name, sign in {
        "NUL": "\0", "bell": "\x07", "tab of lines": "\x0b", "form feed": "\x0c", "escape": "\x1b", "DEL": "\x7f",
        "C1": "\x9b", "zero width": "\u200b", "override": "\u202e", "BOM inside": "\ufeff", "no character": "\uffff",
    }.items():  # fmt: skip
        yield Hostile(f"{name} in the title", text(title=f"例{sign}会"))
        yield Hostile(f"{name} in the body", text(body=f"正{sign}文。"))
    for name, sign in {
        "NUL": r"\0",
        "bell": r"\x07",
        "surrogate": r"\ud83d",
        "no character": r"\uffff",
        "line": r"\u2028",
        "newline": r"\n",
        "override": r"\u202e",
    }.items():
        yield Hostile(f"{name} in quotes", text(title=f'"例{sign}会"'))
    yield Hostile("separator in the title", text(title="例\u2028会\u2029"))
    yield Hostile("separator in the body", text(body="正\u2028文。\u2029末\x85尾。"))
    good = report("学校召开例会", "2022-10-01", "学校召开例会。")
    yield Hostile("CESU-8", data(good.replace("例会", "例\ud83d\ude00会").encode("utf-8", "surrogatepass")))
    yield Hostile("CESU-8, once", data(good.encode() + b"a\xed\xa0\x80b\n"))
    yield Hostile("cut UTF-8", data(good.encode()[:-2]))
    yield Hostile("overlong", data(good.encode() + b"\xc0\xaf"))
    for code in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "gb18030",
        "big5",
        "utf-7",
        "shift_jis",
        "cp037",
    ):
        yield Hostile(code, data(good.encode(code, "replace")))
    yield Hostile("UTF-16 cut", data(good.encode("utf-16")[:-1]))
    yield Hostile("garbage", data(bytes(range(256)) * 100))
    yield Hostile("CRLF", data(good.replace("\n", "\r\n").encode()))
    yield Hostile("CR", data(good.replace("\n", "\r").encode()))
    yield Hostile("BOM", data(b"\xef\xbb\xbf" + good.encode()))
    yield Hostile("empty", data(b""))
    yield Hostile("blank", data(b"\n" * 490_000))
    yield Hostile("fences", data(b"---\n" * 400_000))


def names() -> Iterator[Hostile]:
    """Hostile names."""
    for one in (
        "../../../outside/secret.jpg",
        "/etc/passwd",
        "..",
        ".",
        "a/../1.jpg",
        r"..\1.jpg",
        "C:\\1.jpg",
        "//host/1.jpg",
        "\\\\host\\1.jpg",
        "~/1.jpg",
        "1.jpg/..",
        "file:///etc/passwd",
        "CON",
        "nul.jpg",
    ):
        yield Hostile(f"photo {one}", text(photos=f"'{one}'"))
    for one in ("..", "../a", "/a", "a/b", "A", "con", "a.", "a" * 300, "%2e%2e"):
        yield Hostile(f"slug {one[:9]}", text(slug=f"'{one}'"))
        yield Hostile(
            f"leader {one[:9]}",
            lambda place, _, one=one: place.write(
                "content/leaders.yaml",
                LEADERS + f"- {{name: 甲乙, slug: '{one}', posts: [{{title: 副校长, from: 2021-01-01}}]}}\n",
            ),
        )
    for one in ("../outside/secret", "/etc/passwd", "..", "reports"):
        yield Hostile(
            f"emblem {one}",
            lambda place, _, one=one: place.write("content/site.yaml", SITE + f"emblem: {one}\n"),
        )
        yield Hostile(
            f"portrait {one}",
            lambda place, _, one=one: place.write(
                "content/leaders.yaml",
                LEADERS
                + f"- {{name: 甲乙, portrait: {one}, posts: [{{title: 副校长, from: 2021-01-01}}]}}\n",
            ),
        )

    def both(a: str, b: str, content: str | bytes = "") -> Callable[[Place, Path], object]:
        def plant(place: Place, _: Path) -> None:
            for name in (a, b):
                place.write(name, content or report(date="2022-10-01", title=f"例会{name == a}"))

        return plant

    year = "content/reports/2022/2022-10-01-"
    yield Hostile("reports by case", both(f"{year}a.md", f"{year}A.md"))
    yield Hostile("reports by form", both(f"{year}caf\u00e9.md", f"{year}cafe\u0301.md"))
    yield Hostile(
        "folders by case", both("content/reports/x/2022-10-01-a.md", "content/reports/X/2022-10-01-b.md")
    )
    yield Hostile("photos by case", both("content/photos/1.jpg", "content/photos/1.JPG", jpeg()))
    yield Hostile("photos by form", both("content/photos/\u00e9.jpg", "content/photos/e\u0301.jpg", jpeg()))
    yield Hostile(
        "leaders by case",
        lambda place, _: place.write(
            "content/leaders.yaml",
            LEADERS
            + "".join(
                f"- {{name: 甲{x}, slug: {x}, posts: [{{title: 副校长, from: 2021-01-01}}]}}\n"
                for x in ("aa", "AA")
            ),
        ),
    )
    for one in ("con", "aux", "nul", "com1", "lpt9", "prn"):
        yield Hostile(f"report {one}", data(report(date="2022-10-01").encode(), f"{year}{one}.md"))
        yield Hostile(f"file {one}", data(jpeg(), f"content/photos/{one}.jpg"))
    yield Hostile("CON", data(report().encode(), "content/reports/CON"))
    yield Hostile("aux.md", data(report().encode(), "content/reports/aux.md"))
    for one in (
        "a.",
        "a ",
        "a:b",
        "a?",
        "a*",
        'a"',
        "a<",
        "a|",
        "a\\b",
        "a\nb",
        "a\x07b",
        "-rf",
        "a\u202eb",
        "..a",
    ):
        yield Hostile(f"report {one!r}", data(report(date="2022-10-01").encode(), f"{year}{one}.md"))
        yield Hostile(f"photo {one!r}", data(jpeg(), f"content/photos/{one}"))
        yield Hostile(f"photo {one!r}.jpg", data(jpeg(), f"content/photos/{one}.jpg"))
    yield Hostile("dots", data(report().encode(), f"{year}..md"))
    yield Hostile("dots and slashes", data(report().encode(), f"{year}..%2f..%2fa.md"))
    yield Hostile(
        "bytes that are no text",
        lambda place, _: place.write(os.fsdecode(f"{year}".encode() + b"\xff.md"), report()),
    )
    yield Hostile(
        "a folder that is no text",
        lambda place, _: place.write(
            os.fsdecode(b"content/reports/\xff/2022-10-01-a.md"), report(date="2022-10-01")
        ),
    )
    yield Hostile(
        "a photo that is no text",
        lambda place, _: place.write(os.fsdecode(b"content/photos/\xff.jpg"), jpeg()),
    )
    long = "a" * (252 - len("2022-10-01-"))
    yield Hostile("long name", data(report(date="2022-10-01").encode(), f"{year}{long}.md"))
    yield Hostile(
        "long Chinese name", data(report(date="2022-10-01").encode(), f"{year}{'学校双庆' * 20}.md")
    )
    yield Hostile(
        "long path",
        data(
            report(date="2022-10-01").encode(),
            "content/reports/" + "/".join(["b" * 200] * 15) + "/2022-10-01-a.md",
        ),
    )
    yield Hostile("folders in folders", nested)
    yield Hostile(
        "many names", lambda place, _: [place.write(f"content/photos/{i}/x", b"") for i in range(3_000)]
    )


def things() -> Iterator[Hostile]:
    """What is no plain file, or leads out."""
    yield Hostile("report linked out", link(BAD, "secret"))
    yield Hostile("report linked to a report", link(BAD, "folder/2022-10-02-out.md"))
    yield Hostile("reports linked out", link("content/reports/2021", "folder"))
    yield Hostile(
        "all reports linked out",
        lambda place, outside: [
            (place.root / "content/reports").rename(place.root / "gone"),
            (place.root / "content/reports").symlink_to(outside / "folder"),
        ],
    )
    yield Hostile(
        "all content linked out",
        lambda place, outside: [
            (place.root / "content").rename(outside / "content"),
            (place.root / "content").symlink_to(outside / "content"),
        ],
    )
    yield Hostile(
        "photos linked out",
        link(
            "content/photos/2022-10-01-bad",
            "",
            lambda place: place.report("2022-10-01-bad", photos="secret.jpg"),
        ),
    )
    yield Hostile("photo linked out", link("content/photos/2.jpg", "secret.jpg", pictured))
    yield Hostile("link to itself", lambda place, _: (place.root / BAD).symlink_to(place.root / BAD))
    yield Hostile("link to nothing", link(BAD, "nothing"))
    yield Hostile(
        "folder linked to its parent",
        lambda place, _: (place.root / "content/reports/x").symlink_to(".."),
    )
    yield Hostile(
        "photos linked to themselves", lambda place, _: (place.root / "content/photos/x").symlink_to(".")
    )
    for name in ("site", "leaders", "wording"):
        file = f"content/{name}.yaml"
        yield Hostile(f"{name} linked out", link(file, "secret"))
        yield Hostile(f"{name} pipe", special(file, os.mkfifo))
        yield Hostile(f"{name} zero", link(file, "/dev/zero"))
        yield Hostile(f"{name} 200 MB", lambda place, _, file=file: sparse(place, file))
        yield Hostile(f"{name} bomb", data((BOMB + "\n").encode(), file))
        yield Hostile(f"{name} deep", data(b"name: " + b"[" * DEEP, file))
        yield Hostile(f"{name} entities", data(LAUGHS.encode(), file))
        yield Hostile(f"{name} UTF-16", data(SITE.encode("utf-16"), file))
        yield Hostile(f"{name} garbage", data(bytes(range(256)) * 4_000, file))
        yield Hostile(f"{name} control", data(b'name: "\\0"\n', file))
        yield Hostile(f"{name} faults", data("甲乙：丙\n".encode() * 100_000, file))
        yield Hostile(f"{name} entries", data(b"- [a, b]\n" * 200_000, file))
        yield Hostile(
            f"{name} folder",
            lambda place, _, file=file: [
                (place.root / file).unlink(missing_ok=True),
                (place.root / file).mkdir(),
            ],
        )
    for path in (BAD, "content/photos/2.jpg"):
        yield Hostile(f"pipe {path[-3:]}", special(path, os.mkfifo))
        yield Hostile(f"socket {path[-3:]}", special(path, bind))
        yield Hostile(
            f"device {path[-3:]}", special(path, lambda file: os.mknod(file, 0o020666, os.makedev(1, 5)))
        )
        yield Hostile(
            f"zero {path[-3:]}", link(path, "/dev/zero", pictured if path != BAD else lambda _: None)
        )
        yield Hostile(
            f"terminal {path[-3:]}",
            link(path, "/dev/stdin", pictured if path != BAD else lambda _: None),
        )
    yield Hostile("pipe elsewhere", special("content/photos/pipe", os.mkfifo))
    yield Hostile("pipe beside reports", special("content/reports/pipe", os.mkfifo))
    yield Hostile("report that is a folder", lambda place, _: (place.root / BAD).mkdir())
    for folder, file in (
        ("templates", "home.html"),
        ("static", "site.css"),
        ("static", "x.bin"),
        ("templates", "part/report.html"),
    ):
        yield Hostile(f"{file} pipe", special(f"{folder}/{file}", os.mkfifo))
        yield Hostile(f"{file} linked out", link(f"{folder}/{file}", "secret"))
        yield Hostile(f"{file} 200 MB", lambda place, _, path=f"{folder}/{file}": sparse(place, path))
        yield Hostile(f"{file} zero", link(f"{folder}/{file}", "/dev/zero"))
        yield Hostile(f"{file} UTF-16", data("甲".encode("utf-16"), f"{folder}/{file}"))
    for folder in ("templates", "static"):
        yield Hostile(f"{folder} linked out", link(folder, "folder"))
        yield Hostile(f"folder in {folder} linked out", link(f"{folder}/x", "folder"))
        yield Hostile(f"{folder} is a pipe", special(folder, os.mkfifo))
    yield Hostile("deep template", data(b"{{ " + b"(" * DEEP + b")" * DEEP + b" }}", "templates/404.html"))
    yield Hostile("deep ifs", data(b"{% if 1 %}" * DEEP, "templates/404.html"))
    yield Hostile("template that includes itself", data(b"{% include '404.html' %}", "templates/404.html"))


def pictures() -> Iterator[Hostile]:
    """Photos and emblems."""
    yield Hostile("photo of HTML", photo(b"<!DOCTYPE html><script>alert(1)</script>"))
    yield Hostile("photo of SVG", photo(svg("<script>alert(1)</script>")))
    yield Hostile("SVG as photo", photo(svg("<script>alert(1)</script>"), "1.svg"))
    yield Hostile("EPS", photo(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"))
    yield Hostile("empty photo", photo(b""))
    yield Hostile("text as photo", photo(SECRET.encode()))
    yield Hostile("cut JPEG", photo(lambda: jpeg(2000, 1500)[:-1000]))
    yield Hostile("cut PNG", photo(lambda: picture("PNG", 900, 900)[:-60]))
    yield Hostile("JPEG header of 65535", photo(lambda: headed(jpeg(), 65535, 65535)))
    yield Hostile("PNG header of 65535", photo(lambda: png(65535, 65535, zeros(MB))))
    yield Hostile("PNG header of 2 billion", photo(lambda: png(2**31 - 1, 2**31 - 1, zeros(MB))))
    yield Hostile("PNG of no size", photo(lambda: png(0, 0, b"")))
    yield Hostile("PNG bomb", photo(lambda: png(10, 10, zeros(1000 * MB))))
    yield Hostile("PNG bomb 30000", photo(lambda: png(30000, 30000, zeros(MB))))
    for side, mode in (
        (9900, "L"),
        (9900, "RGB"),
        (9900, "P"),
        (9900, "RGBA"),
        (9900, "1"),
        (9900, "I;16"),
        (9900, "LA"),
        (7000, "RGBA"),
        (7000, "P"),
        (7000, "RGB"),
        (5000, "P"),
        (5000, "RGBA"),
    ):
        yield Hostile(
            f"PNG {side} {mode}",
            photo(lambda side=side, mode=mode: picture("PNG", side, side, mode, compress_level=1), "1.png"),
        )
    for kind, side in (
        ("WEBP", 9900),
        ("WEBP", 5000),
        ("GIF", 9900),
        ("GIF", 5000),
        ("BMP", 5000),
        ("TIFF", 9900),
        ("TIFF", 5000),
    ):
        save = {"method": 0} if kind == "WEBP" else {"compression": "tiff_lzw"} if kind == "TIFF" else {}
        mode = "P" if kind == "GIF" else "RGB"
        yield Hostile(
            f"{kind} {side}",
            photo(lambda kind=kind, side=side, mode=mode, save=save: picture(kind, side, side, mode, **save)),
        )
    yield Hostile("JPEG 9900", photo(lambda: picture("JPEG", 9900, 9900)))
    yield Hostile("JPEG 9900 of fine colours", photo(lambda: picture("JPEG", 9900, 9900, subsampling=0)))
    yield Hostile(
        "progressive JPEG 9900",
        photo(lambda: picture("JPEG", 9900, 9900, progressive=True, subsampling=0)),
    )
    yield Hostile(
        "progressive JPEG 6000",
        photo(lambda: picture("JPEG", 6000, 6000, progressive=True, subsampling=0)),
    )
    yield Hostile("CMYK 9900", photo(lambda: picture("JPEG", 9900, 9900, "CMYK")))
    yield Hostile("line of pixels", photo(lambda: picture("JPEG", 65500, 1)))
    yield Hostile("column of pixels", photo(lambda: picture("JPEG", 1, 65500)))
    yield Hostile("GIF animation", photo(lambda: animation("GIF"), "1.gif"))
    yield Hostile("WebP animation", photo(lambda: animation("WEBP"), "1.webp"))
    yield Hostile("200 MB photo", lambda place, _: [sparse(place, "content/photos/2.jpg"), pictured(place)])
    yield Hostile(
        "1 TB photo",
        lambda place, _: [sparse(place, "content/photos/2.jpg", 10**12), pictured(place)],
    )
    yield Hostile(
        "JPEG with 200 MB behind",
        lambda place, _: [
            place.write("content/photos/2.jpg", jpeg()),
            os.truncate(place.root / "content/photos/2.jpg", 200 * MB),
            pictured(place),
        ],
    )
    yield Hostile("PNG text bomb", photo(lambda: text_bomb()))
    yield Hostile("emblem with a script", emblem(svg("<script>alert(1)</script>")))
    yield Hostile("emblem with a handler", emblem(svg('<rect onload="alert(1)"/>')))
    yield Hostile("emblem of laughs", emblem(svg("<text>&j;</text>", LAUGHS)))
    yield Hostile(
        "emblem of laughs in UTF-16",
        emblem(svg("<text>&j;</text>", LAUGHS).decode().encode("utf-16")),
    )
    yield Hostile(
        "emblem of laughs in UTF-16 without a mark",
        emblem(svg("<text>&j;</text>", LAUGHS).decode().encode("utf-16-le")),
    )
    yield Hostile(
        "emblem from elsewhere",
        emblem(svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    )
    yield Hostile(
        "emblem with a DTD", emblem(svg("<text>a</text>", '<!DOCTYPE svg SYSTEM "file:///etc/passwd">'))
    )
    yield Hostile(
        "emblem that includes",
        emblem(svg('<include xmlns="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>')),
    )
    yield Hostile("deep emblem", emblem(svg("<g>" * DEEP + "</g>" * DEEP)))
    yield Hostile(
        "200 MB emblem",
        lambda place, _: [
            sparse(place, "content/e.svg"),
            place.write("content/site.yaml", SITE + "emblem: e.svg\n"),
        ],
    )
    yield Hostile(
        "pipe as emblem",
        lambda place, _: [
            os.mkfifo(place.root / "content/e.svg"),
            place.write("content/site.yaml", SITE + "emblem: e.svg\n"),
        ],
    )
    yield Hostile(
        "emblem linked out",
        link(
            "content/e.svg",
            "secret",
            lambda place: place.write("content/site.yaml", SITE + "emblem: e.svg\n"),
        ),
    )
    for side, mode in ((6300, "RGBA"), (3900, "RGBA"), (6300, "P"), (20000, "P")):
        yield Hostile(
            f"emblem of {side} {mode}",
            emblem(lambda side=side, mode=mode: picture("PNG", side, side, mode, compress_level=1), "e.png"),
        )
    yield Hostile("emblem of HTML", emblem(b"<html></html>"))
    yield Hostile("emblem that is cut", emblem(lambda: picture("PNG", 900, 900)[:-60], "e.png"))


def text_bomb() -> bytes:
    """A PNG with compressed notes that are long."""
    one = picture("PNG", 900, 900)
    body = b"Comment\0\0" + zeros(100 * MB)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return one[:33] + chunk * 20 + one[33:]


def everything() -> Iterator[Hostile]:
    """All of them."""
    yield from texts()
    yield from names()
    yield from things()
    yield from pictures()
