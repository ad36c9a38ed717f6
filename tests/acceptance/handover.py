"""Writes the Word file that an office hands over: no front matter, no year, and one character of a leader's name wrong."""

import sys

from docx import Document

document = Document()
document.add_heading("学校召开9月份工作例会", 0)
for line in (
    "9月29日下午，学校在图书馆一楼报告厅召开9月份工作例会。党委书记方志远出席会议并讲话，党委常务副书记陈立言主持会议。",
    "方志远指出，各部门要把安全工作放在首位，逐项落实整改。",
    "陈立言强调，要按时完成各项任务。",
    "（撰稿：温岚 摄影：温岚 审核：冉启明）",
):
    document.add_paragraph(line)
document.save(sys.argv[1])
