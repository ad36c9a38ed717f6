"""Every kind of finding there is, with its words.

E1xx reading a file, E2xx a field, E3xx people (these stand with the rules that find them), E4xx addresses, E5xx the body, E6xx pictures, E7xx site and roster.
The letter stays E for warnings too: a code never changes when its severity does.
"""

from __future__ import annotations

from typing import Final

from campus_news.diagnostics import Kind, Severity, catalogue

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# Reading a file.
NOT_UTF8 = Kind(
    "E101",
    _ERROR,
    "文件不是 UTF-8 编码（像是 {encoding}）；请用记事本“另存为”，编码选 UTF-8",
    "the file is not UTF-8 (it looks like {encoding}); save it as UTF-8",
)
UNREADABLE = Kind("E102", _ERROR, "文件读不出来：{reason}", "the file cannot be read: {reason}")
CONTROL = Kind(
    "E103",
    _ERROR,
    "有看不见的控制字符（{code}），多半是从别处粘贴时带来的；删去即可",
    "an invisible control character ({code}), probably pasted; delete it",
    certain=True,
)
TOO_LARGE = Kind(
    "E104",
    _ERROR,
    "文件有 {size}，超过了 {limit}；报道正文不会这么长，图片请放到 content/photos/",
    "the file is {size}, over {limit}",
)
NO_FRONT = Kind(
    "E111",
    _ERROR,
    "没有文件头：报道要以一行 --- 开头，写明标题和日期，再以一行 --- 结束",
    "no front matter: a report begins with a line ---, its title and date, and another line ---",
)
FENCE_TYPED = Kind(
    "E112", _ERROR, "“{words}”应是三个半角短横 ---", "'{words}' should be three hyphens ---", certain=True
)
NO_OPENING = Kind("E113", _ERROR, "文件头之前少了一行 ---", "the line --- before the front matter is missing")
NO_CLOSING = Kind(
    "E114", _ERROR, "文件头之后、正文之前少了一行 ---", "the line --- after the front matter is missing"
)
NOT_YAML = Kind(
    "E120",
    _ERROR,
    "这一行的写法读不懂（{reason}），请对照相邻各行检查冒号、引号和缩进",
    "this line cannot be understood ({reason}); compare its colon, quotes and indent with the lines around",
)
WIDE_COLON = Kind(
    "E121",
    _ERROR,
    "冒号应是半角，后面空一格",
    "the colon must be ASCII and followed by a space",
    certain=True,
)
WIDE_PUNCTUATION = Kind(
    "E122",
    _ERROR,
    "括号里的逗号、冒号、括号应是半角",
    "commas, colons and brackets here must be ASCII",
    certain=True,
)
TAB = Kind("E123", _ERROR, "缩进用了 Tab 键，应改用空格", "indent with spaces, not a tab", certain=True)
NO_SPACE = Kind("E124", _ERROR, "冒号后面少了一个空格", "a space is missing after the colon", certain=True)
QUOTES = Kind(
    "E125", _ERROR, "半角引号没有配好；文字里的引号请用中文引号“ ”", "the quotation marks do not pair up"
)
BRACKETS = Kind("E126", _ERROR, "方括号或花括号没有配好", "the brackets do not pair up")
DASH = Kind(
    "E127",
    _ERROR,
    "列表的每一项要以半角短横加一个空格开头",
    "an item of a list begins with a hyphen and a space",
    certain=True,
)
INDENT = Kind("E128", _ERROR, "缩进没有与相邻各行对齐", "the indent does not match the lines around")
WIDE_SPACE = Kind(
    "E129", _ERROR, "这里的空格是全角的，应是半角空格", "this space must be an ASCII one", certain=True
)
NEEDS_QUOTES = Kind(
    "E130",
    _ERROR,
    "这段文字里有 YAML 的特殊符号，要用单引号括起来",
    "this text has YAML's special characters and needs quotes",
)
DUPLICATE_KEY = Kind(
    "E131",
    _ERROR,
    "“{key}”写了两次（第 {first} 行已有），请只留一处",
    "'{key}' stands twice (first in line {first})",
)
ALIAS = Kind(
    "E132",
    _ERROR,
    "“{words}”会被当作 YAML 的引用记号；请把整段文字用单引号括起来",
    "'{words}' is read as a YAML anchor, alias or tag; put the text in quotes",
)
TOO_DEEP = Kind(
    "E133", _ERROR, "括号或列表套得太深（超过 {limit} 层）", "nested too deep (over {limit} levels)"
)
NOT_FIELDS = Kind("E134", _ERROR, "这里应是“名称: 内容”的形式", "this should be 'name: value'")

NOT_LEADERS = Kind(
    "E135",
    _ERROR,
    "名册应是一列领导，每人以“- name: 姓名”开头",
    "the roster is a list; each leader begins with '- name: …'",
)

# Fields.
MISSING = Kind("E201", _ERROR, "缺少 {key}（{label}）", "{key} is missing")
UNKNOWN_KEY = Kind("E202", _ERROR, "没有“{key}”这一项", "there is no field '{key}'")
MISNAMED_KEY = Kind(
    "E203", _ERROR, "没有“{key}”这一项，应是 {right}", "there is no field '{key}'; it should be {right}"
)
NOT_TEXT = Kind(
    "E204", _ERROR, "{key} 应是一段文字；若文字里有括号，请用单引号括起来", "{key} should be a text"
)
TEXT_CUT = Kind(
    "E206",
    _ERROR,
    "“{words}”前有空格，会被当作注释丢掉；请用单引号括起整段文字",
    "'{words}' after a space is read as a comment and lost; put the text in quotes",
)
BAD_DATE = Kind(
    "E207",
    _ERROR,
    "日期“{value}”的写法读不懂，应写作 2022-09-29",
    "the date '{value}' should be written 2022-09-29",
    certain=True,
)
NO_SUCH_DAY = Kind("E208", _ERROR, "没有 {value} 这一天", "there is no day {value}")
DATE_WITH_TIME = Kind(
    "E209",
    _ERROR,
    "date 只写日期，时间请另写一行 time",
    "date is only the day; the time has a line of its own",
)
BAD_TIME = Kind(
    "E210",
    _ERROR,
    "时间“{value}”的写法读不懂，应是 上午、中午、下午、晚上 或 14:30",
    "the time '{value}' should be 上午, 中午, 下午, 晚上 or 14:30",
)
BAD_MOMENT = Kind(
    "E211",
    _ERROR,
    "时间“{value}”的写法读不懂，应写作 2022-09-30 或 2022-09-30 09:00",
    "the moment '{value}' should be written 2022-09-30 or 2022-09-30 09:00",
    certain=True,
)
BAD_STATUS = Kind(
    "E212",
    _ERROR,
    "status 只能是 draft（草稿）、published（发布）或 withdrawn（撤回）",
    "status is draft, published or withdrawn",
)
BAD_NUMBER = Kind("E213", _ERROR, "{key} 应是一个整数，表示放在第几段之后", "{key} should be a whole number")
JOINED_NAMES = Kind(
    "E214",
    _ERROR,
    "“{value}”会被当作一个人；几个人要分开写",
    "'{value}' would be one person; write each on his own",
    certain=True,
)
TITLED_NAME = Kind(
    "E215",
    _ERROR,
    "姓名里不要写职务；名册上的领导只写姓名，来宾写成 {{name: 姓名, title: 职务}}",
    "a name without the post; a guest is {{name: …, title: …}}",
)
BAD_NAME = Kind("E216", _ERROR, "“{value}”不像姓名", "'{value}' does not look like a name")
DATE_DISAGREES = Kind(
    "E217",
    _ERROR,
    "日期与文件名不一致：文件名是 {expected}，这里是 {value}；请改其中一处",
    "the date does not agree with the file's name: {expected} there, {value} here",
)
BAD_SLUG = Kind(
    "E218", _ERROR, "slug “{value}”只能用小写字母、数字和短横", "a slug is made of a-z, 0-9 and hyphens"
)
SPACED_NAME = Kind("E219", _ERROR, "姓名中间有空格", "a space within a name")
BEFORE_MEETING = Kind("E220", _WARNING, "发布时间早于会议日期", "published before the day of the meeting")
BAD_LINE = Kind("E221", _ERROR, "{key} 应写在一行之内", "{key} should be a single line")

BARE_WORDS = Kind(
    "E222",
    _ERROR,
    "“{key}”没有写明是哪一项；若是上一项文字的一部分，前面的逗号请用全角，或给整段文字加单引号",
    "'{key}' has no field's name; if it belongs to the text before, quote that text",
)
TWO_NAMES = Kind(
    "E223",
    _ERROR,
    "“{value}”会被当作一个人的姓名；一人一项，姓名里不要有别的字",
    "'{value}' would be one person's name; one name an item, and nothing but the name",
)

JOINED_FILES = Kind(
    "E224",
    _ERROR,
    "“{value}”会被当作一个文件；几张照片要分开写",
    "'{value}' would be one file; write each on its own",
    certain=True,
)
MISPLACED_KEY = Kind(
    "E225",
    _ERROR,
    "“{key}”不写在这一层：来源、撰稿等写在 credits 里，图注、位置写在照片里，职务、单位写在人名后的花括号里",
    "'{key}' does not belong here but within credits, a photo or a person",
)

# Waivers.
NO_SUCH_CHECK = Kind(
    "E230",
    _ERROR,
    "没有编号为“{code}”的检查；要放行哪一条，就照抄那条提示里的编号",
    "there is no check '{code}'; copy the code of the finding that is to be waived",
)
NOT_WAIVABLE = Kind(
    "E231",
    _ERROR,
    "{code} 不能放行，只能改正；能放行的检查都列在 docs/checks.zh-CN.md 里",
    "{code} cannot be waived; those that can are listed in docs/checks.zh-CN.md",
)
NO_REASON = Kind(
    "E232",
    _ERROR,
    "放行要写明理由：在编号和冒号后面写一句为什么这里没有错",
    "a waiver needs a reason: say after the code why nothing is wrong here",
)
IDLE_WAIVER = Kind(
    "E233",
    _WARNING,
    "这篇报道没有 {code} 这样的问题，用不着放行，请删去这一条",
    "this report has no {code}, so there is nothing to waive; delete this",
)

# Addresses.
SAME_ADDRESS = Kind(
    "E401",
    _ERROR,
    "与 {other} 的网址相同（{url}）；请给其中一个文件改名",
    "the same address as {other} ({url}); rename one of the two",
)
NO_SLUG = Kind(
    "E402", _ERROR, "文件名在日期之后没有可作网址的文字", "nothing in the file's name can make an address"
)
BAD_FILE_NAME = Kind(
    "E403",
    _ERROR,
    "文件名应以会议日期开头，例如 {example}",
    "the file's name should begin with the day: {example}",
)

NOT_A_REPORT = Kind(
    "E404",
    _WARNING,
    "这个文件不会发布：报道的文件名以 .md 结尾，照片请放到 content/photos/",
    "this file is not published: a report's name ends in .md",
)
ODD_FILE_NAME = Kind(
    "E405", _ERROR, "文件名里有不成字的内容，请改名", "the file's name is no text; rename it"
)

# The body.
LOST_HTML = Kind(
    "E501",
    _WARNING,
    "正文里的“{words}”出于安全不会出现在网页上",
    "'{words}' in the body is left out of the page for safety",
)
NO_SUCH_FIGURE = Kind(
    "E502",
    _ERROR,
    "【图{number}】没有对应的照片：photos 里共有 {count} 张",
    "there is no photo {number}; photos has {count}",
)
NO_SUCH_PARAGRAPH = Kind(
    "E503",
    _ERROR,
    "正文只有 {count} 段，照片不能放在第 {number} 段之后",
    "the body has {count} paragraphs; nothing can follow number {number}",
)
EMPTY_BODY = Kind("E504", _WARNING, "正文是空的", "the body is empty")
FOREIGN_IMAGE = Kind(
    "E505",
    _ERROR,
    "正文引用了别处的图片；请把图片存到 content/photos/ 再引用",
    "an image from elsewhere; put it in content/photos/",
)
FIGURE_TWICE = Kind(
    "E506", _ERROR, "照片 {number} 已由【图{number}】或 after 安排过一次", "photo {number} is placed twice"
)

ODD_FIGURE = Kind(
    "E507",
    _WARNING,
    "“{words}”不是照片的位置记号，会原样印出来；记号是单独一行的【图1】",
    "'{words}' is no mark for a photo's place and will be printed; a mark is a line 【图1】",
)

# Pictures.
NO_PHOTO = Kind(
    "E601", _ERROR, "找不到照片“{file}”：在 {places} 里都没有", "the photo '{file}' is not in {places}"
)
BAD_PHOTO = Kind(
    "E602", _ERROR, "照片“{file}”打不开：{reason}", "the photo '{file}' cannot be opened: {reason}"
)
OUTSIDE_PHOTO = Kind(
    "E603",
    _ERROR,
    "照片只写文件名，不写“{file}”这样的路径",
    "a photo is a file's name, not a path like '{file}'",
)

# Site and roster.
NO_FILE = Kind("E701", _ERROR, "缺少文件 {path}", "the file {path} is missing")
BAD_URL = Kind(
    "E702",
    _ERROR,
    "网址“{value}”应以 https:// 或 http:// 开头",
    "the address '{value}' should begin with https://",
)
BAD_ZONE = Kind(
    "E703", _ERROR, "没有“{value}”这个时区；中国用 Asia/Shanghai", "there is no time zone '{value}'"
)
POST_BACKWARDS = Kind("E704", _ERROR, "任职的结束日期早于开始日期", "the post ends before it begins")
SAME_SLUG = Kind(
    "E705",
    _ERROR,
    "“{name}”与“{other}”（第 {line} 行）的网址相同（{slug}）；请给其中一位写明 slug",
    "{name} and {other} (line {line}) have one address ({slug}); give one of them a slug",
)
NO_SLUG_FOR = Kind(
    "E706", _ERROR, "“{name}”的姓名拼不出网址，请写明 slug", "no address can be made of '{name}'; give a slug"
)
BAD_RANK = Kind("E707", _ERROR, "rank 应是正整数，表示排第几位", "rank is a whole number from 1")

KINDS: Final = catalogue(globals())
