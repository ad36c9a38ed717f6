"""Everything that the comparison does not ask for is off."""

BLOG_TITLE = "校园新闻"
SITE_URL = "https://news.example.edu.cn/"
DEFAULT_LANG = "zh_cn"
TRANSLATIONS = {"zh_cn": ""}
TIMEZONE = "Asia/Shanghai"
THEME = "campus"
POSTS = (("posts/*.md", "reports", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": (".md",)}
DEMOTE_HEADERS = 0
URL_TYPE = "full_path"
USE_SLUGIFY = False
CREATE_MONTHLY_ARCHIVE = True
ARCHIVE_PATH = "months"
TAG_PATH = "leaders"
TAG_PAGES_ARE_INDEXES = True
INDEX_DISPLAY_POST_COUNT = 200
COPY_SOURCES = SHOW_SOURCELINK = USE_BUNDLES = GENERATE_RSS = ENABLE_AUTHOR_PAGES = False
DISABLED_PLUGINS = ["sitemap", "robots", "render_galleries", "render_listings", "scale_images", "copy_assets"]
