"""One stage of a review, from what is asked to what its file is to be, or all that stands against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from campus_news import approval, intake, run
from campus_news.decode import decode
from campus_news.diagnostics import Diagnostic, Severity
from campus_news.gallery import Gallery
from campus_news.markup import Markup
from campus_news.model import STAGES, Approval, Report, Status
from campus_news.option import Options
from campus_news.outcome import NoReport
from campus_news.rules import signoff
from campus_news.signature import Unsigned, signed
from campus_news.source import text_of
from campus_news.still import Inputs

_ORDER: Final = (signoff.SKIPPED, signoff.APPROVED_TWICE, signoff.EARLIER)


@dataclass(frozen=True, slots=True)
class Signed:
    """A report's file as it was and with the new stage. With `objections` it must not be written."""

    before: bytes
    after: bytes
    objections: tuple[Diagnostic, ...]
    status: Status


def sign(options: Options, path: str, stage: str, by: Approval) -> Signed:
    """The report at `path` with `stage` approved; of the last stage it is kept what was approved.

    Raises `NoReport`, and `Unsigned` where there is nothing to approve or it cannot be written. The last stage is held
    against all that is asked of a published report, the others only against the order of the stages.
    """
    files = Inputs(options).files
    if files.get(path, intake.KIND) in intake.UNREAD or not path.endswith(".md"):
        raise NoReport(path)
    data = (options.root / path).read_bytes()
    done = decode(path, data, Markup())
    report = done.report
    if report is None:
        raise Unsigned("文件头里有差错，请先用 check 查看，改好以后再登记")
    pictures = Gallery(options.root, files).states(path, [photo.file for _, photo in report.pictured()])
    digest = approval.digest(report, done.text, pictures)
    _need_reason(report, stage, digest)
    after = signed(path, data, stage, replace(by, digest=digest) if stage == "final" else by)
    typed = {path: _as_published(path, after)}
    found = run.check(replace(options, only=(path,), typed=typed)).findings
    against = tuple(one for one in found if _objects(one, stage))
    return Signed(data, after, against, report.status)


def _need_reason(report: Report, stage: str, digest: str) -> None:
    """Raises `Unsigned` for a withdrawn report, and for a stage that needs no approval."""
    if report.status is Status.WITHDRAWN:
        raise Unsigned("这篇报道已经撤回，不用再审")
    there: Approval | None = getattr(report.review, stage)
    if there is None:
        return
    said = f"{STAGES[stage]}已经登记：{there.by}，{there.on}"
    if stage != "final":
        raise Unsigned(f"{said}；要从头再审，先删去文件头里的 review，再从一审登记起")
    if there.digest is not None and approval.is_of(there.digest, digest):
        raise Unsigned(f"{said}，审的就是现在这一稿")


def _as_published(path: str, data: bytes) -> bytes:
    """A draft as it will be when it is published, so that nothing asked of it then is asked too late."""
    report = decode(path, data, Markup()).report
    if report is None or report.status is not Status.DRAFT:
        return data
    span, lines = report.mark("status"), text_of(path, data)[0].split("\n")
    lines[span.line - 1] = span.replaced(Status.PUBLISHED)
    return "\n".join(lines).encode()


def _objects(one: Diagnostic, stage: str) -> bool:
    """Whether a finding stands against the stage."""
    if one.severity is not Severity.ERROR:
        return False
    signer = one.kind == signoff.SAME_PERSON and stage in (dict(one.args)["key"], dict(one.args)["other_key"])
    return stage == "final" or one.kind in _ORDER or signer
