"""Everything that the comparison does not ask for is off; parsed Markdown is cached between builds."""

SITENAME = "校园新闻"
PATH = "content"
STATIC_PATHS = ["static"]
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
THEME = "theme"
SLUGIFY_USE_UNICODE = True
USE_FOLDER_AS_CATEGORY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
DEFAULT_PAGINATION = 200
DIRECT_TEMPLATES = ["index", "tags"]
PAGINATED_TEMPLATES = {"tag": None}
ARTICLE_URL = "reports/{slug}/"
ARTICLE_SAVE_AS = "reports/{slug}/index.html"
TAG_URL = "leaders/{slug}.html"
TAG_SAVE_AS = "leaders/{slug}.html"
TAGS_SAVE_AS = "leaders/index.html"
MONTH_ARCHIVE_SAVE_AS = "months/{date:%Y}-{date:%m}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
