"""`python build.py` builds the site; it is the installed command `campus-news` under another name."""

from campus_news.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
