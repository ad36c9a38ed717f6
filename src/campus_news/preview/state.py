"""What a preview shows at a moment."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from campus_news import urls
from campus_news.diagnostics import Diagnostic, has_error
from campus_news.outcome import Hidden, Outcome


@dataclass(frozen=True, slots=True)
class State:
    """`base` is where on the server the last good site stands ("/", "/xwzx/"), None if there was none yet.

    `findings` and `fault` are what the last build told; with an error among them the site is that of an earlier build.
    """

    base: str | None = None
    findings: tuple[Diagnostic, ...] = ()
    fault: str | None = None
    """What stopped the build, if it was no finding."""
    unseen: Mapping[str, Hidden] = field(default_factory=dict)
    """The reports on show that readers do not see, by their files in the output."""

    @property
    def broken(self) -> bool:
        """Whether what is shown is older than what was saved."""
        return self.fault is not None or has_error(self.findings)

    def after(self, outcome: Outcome) -> State:
        """What is shown after a build."""
        if has_error(outcome.findings):
            return State(self.base, outcome.findings, None, self.unseen)
        base = posixpath.join("/", unquote(urlsplit(outcome.url).path))
        unseen = {urls.output(one.url): one for one in outcome.unseen}
        return State(base, outcome.findings, None, unseen)

    def failed(self, fault: str) -> State:
        """What is shown after a build that could not be carried out."""
        return State(self.base, (), fault, self.unseen)
