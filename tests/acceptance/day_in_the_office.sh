#!/usr/bin/env bash
# A day in a school's press office, played on a fresh clone: hand-over, check, approval, push, CI, a page that answers;
# a correction, a withdrawal, two new names; and at the end every address that was ever published still answers.
# The remote is a bare repository in a temporary folder, the web server one of Python's on the loopback address.
#
#   tests/acceptance/day_in_the_office.sh [FOLDER]      what is left to look at is in FOLDER
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
here=$project/tests/acceptance
folder=${1:-$(mktemp -d)}
python=$project/.venv/bin/python
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=路遥知 GIT_AUTHOR_EMAIL=editor@example.edu.cn LANG=C.UTF-8
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

say() { printf '\n== %s\n' "$*"; }
must() { grep -q -- "$1" <<<"$2" || { printf '%s\n' "$2" "!! 没有“$1”"; exit 1; }; }
build() { PYTHONPATH=$folder/office/src "$python" build.py "$@"; }
push() { git add -A && git commit -qm "$1" && git pull -q --rebase && git push -q && echo "已推送：$1"; }
ci() { PYTHONPATH=$project/tests:$project/src "$python" "$here/ci.py" "$folder"; git pull -q --rebase; }
page() { curl -fsS "http://127.0.0.1:$port$1"; }

mkdir -p "$folder"

say 一、从示例站建自己的网站
git clone -q "$project" "$folder/office" && cd "$folder/office"
git clone -q --bare . "$folder/origin.git" && git remote set-url origin "$folder/origin.git"
git checkout -qB main && git push -q -u origin HEAD:main
git rm -qr content/reports content/photos && rm -f content/urls.txt && mkdir -p content/reports
sed -i 's/^name: .*/name: 验收职业技术学院新闻网/; s/^school: .*/school: 验收职业技术学院/' content/site.yaml
sed -i '/^ *portrait:/d' content/leaders.yaml
printf 'signoff: {approval: true}\n' >>content/site.yaml
build check
push 建站

say 二、办公室交来一份 Word 稿
"$python" "$here/handover.py" ../来稿.docx
build draft ../来稿.docx --published 2025-09-30
report=$(git ls-files --others content | grep '\.md$')
echo "草稿：$report"

say 三、核实备注，改为发布，检查
name=content/reports/2025/2025-09-29-monthly-meeting.md
mkdir -p content/reports/2025
sed '/^notes:/,/^---$/{/^---$/!d}; s/^status: draft/status: published/' "$report" >"$name"
[[ $name == "$report" ]] || rm "$report"
git add content
found=$(build check || true)
echo "$found"
must 方志远 "$found"
must 方致远 "$found"

say 四、照着改好的一行改，再登记三审
sed -i 's/- {name: 方志远, title: 党委书记}/- 方致远/; s/{name: 方志远, title: 党委书记, act/{name: 方致远, act/; s/方志远/方致远/' "$name"
build approve "$name" --stage first --by 鲍清
build approve "$name" --stage second --by 岳衡
build approve "$name" --stage final --by 冉启明
build check
push 九月例会

say 五、CI 按 publish.yml 检查、生成、发布，并把网址清单写回
ci
"$python" "$here/server.py" "$folder/www" >"$folder/port" & server=$!
trap 'kill $server' EXIT
until [[ -s $folder/port ]]; do sleep 0.1; done
port=$(cat "$folder/port")
must 方致远 "$(page /2025/09/29/monthly-meeting/)"
grep -c . content/urls.txt | sed 's/$/ 行，在 content\/urls.txt/'

say 六、再发两篇，其中一篇不该发
for one in 08-wrong 09-other; do
    cat >"content/reports/2025/2025-10-$one.md" <<END
---
title: 学校召开${one:3}座谈会
date: 2025-10-${one:0:2}
host: 陈立言
---
${one:0:2}日，学校召开${one:3}座谈会，只在这一篇里的话${one:3}。
END
    for stage in first:鲍清 second:岳衡 final:冉启明; do
        build approve "content/reports/2025/2025-10-$one.md" --stage "${stage%:*}" --by "${stage#*:}"
    done
done
push 两篇座谈会
ci
must 只在这一篇里的话wrong "$(page /2025/10/08/wrong/)"

say 七、更正一篇，撤回一篇
sed -i 's/^status: published$/&\ncorrections:\n  - {date: 2025-10-02, text: 原文“八人”更正为“九人”。}/' "$name"
found=$(build check || true)
must E251 "$found"
echo "更正以后要重审：$(grep -m1 E251 <<<"$found")"
build approve "$name" --stage final --by 冉启明
sed -i 's/^host: 陈立言$/&\nstatus: withdrawn\nreason: 会议内容有误/' content/reports/2025/2025-10-08-wrong.md
push 更正和撤回
ci
must 更正为“九人” "$(page /2025/09/29/monthly-meeting/)"
must 更正为“九人” "$(page /corrections/)"
must 会议内容有误 "$(page /2025/10/08/wrong/)"
! grep -rq 只在这一篇里的话wrong "$folder/www" && echo 撤回的话哪里都没有了

say 八、换标题，换文件名，换领导的网址
sed -i 's/^title: .*/&（修订）/' "$name"
git mv content/reports/2025/2025-10-09-other.md content/reports/2025/2025-10-09-symposium.md
sed -i 's/slug: chen-liyan$/slug: chen-li-yan/; t; /name: 陈立言/s/$/\n  slug: chen-li-yan/' content/leaders.yaml
found=$(build check || true)
echo "$found" | grep -E '错误|加上|改为' || true
must aliases "$found"
must moved "$found"
sed -i 's|^host: 陈立言$|&\naliases: /2025/10/09/other/|' content/reports/2025/2025-10-09-symposium.md
printf 'moved: {/leaders/chen-liyan/: /leaders/chen-li-yan/}\n' >>content/site.yaml
build approve "$name" --stage final --by 冉启明
build check
push 改名
ci
must 修订 "$(page /2025/09/29/monthly-meeting/)"

say 九、发布过的网址个个打得开
"$python" "$here/answer.py" content/urls.txt "http://127.0.0.1:$port"
echo "台账："
build ledger

say 全部走通
