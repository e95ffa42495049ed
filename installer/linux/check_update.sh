# Part of check.sh: an older package, the newer one over it, a newer call pack from a file, removal.
# shellcheck shell=bash disable=SC2154

# The call pack in FOLDER becomes VERSION, in which FIELD may have 20 words: whether a draft keeps
# to its own version is then seen from what `jbgs check` finds.
change_pack() { # FOLDER VERSION FIELD
    "$here_python" - "$@" <<'PYTHON'
import json, pathlib, sys
folder, version, field = sys.argv[1:]
file = pathlib.Path(folder) / "call.json"
call = json.loads(file.read_text(encoding="utf-8"))
call["version"] = version
call["limits"][field]["words"] = 20
file.write_text(json.dumps(call, ensure_ascii=False), encoding="utf-8")
PYTHON
}

demand_found() { # DRAFT CODES, what `check` has to find wrong
    local found wanted=0
    [ -z "$2" ] || wanted=1
    run $wanted check "${1#"$root"}" --json --passphrase-file "$pass" >"$root/tmp/found.json"
    found=$("$here_python" -c 'import json, sys
print(*sorted(f["path"] for f in json.load(sys.stdin)["findings"] if f["severity"] == "error"))
' <"$root/tmp/found.json")
    [ "$found" = "$2" ] || fail "$(basename "$1") 里有错误的是“$found”，应为“$2”。"
}

kept() { (cd "$data" && find . -type f ! -name "*.lock" -exec sha256sum {} + | sort); }

unlock() { # [FILE]
    start_window jbgs-desktop "$@"
    wait_for "打开草稿*"
    enter "wo de kou ling"
    press Return
    wait_for "$main_window"
    [ $# = 0 ] || wait_for_file "$root$1.lock"
    sleep 3
}

installed_version() { as_root dpkg-query -Wf '${Version}' jbgs-desktop; }

cp -r resources/calls/* "$root/tmp/"
id=$(basename resources/calls/*)
newest=$(dpkg-deb -f "$deb" Version)
oldest=0.0.1

title "十、装回旧版：草稿和设置都在"
make_package $oldest "$root$stick/old.deb" 'change_pack usr/lib/jbgs/_internal/resources/calls/* \
    2022.9 product_overview'
before=$(kept)
install_package old.deb
[ "$before" = "$(kept)" ] || fail "装回旧版动了用户的数据。"
demand_found "$draft" ""
cp "$draft" "$root$work/新.jbgs"
"$here_python" -c 'import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 2")' "$root$work/新.jbgs"
run 2 check "$work/新.jbgs" --passphrase-file "$pass"
grep -q "更新的程序" "$root/tmp/stderr" || fail "没有说草稿是更新的程序保存的。"

title "十一、程序开着的时候更新：不更新，什么也不丢"
rm -r "$data/calls" # as where the newer program has not been: a new draft goes by the older pack
unlock
press alt+s
sleep 5
older=$(find "$data/drafts" -name "*.jbgs" -newer "$root$work/新.jbgs")
cp "$deb" "$root$stick/jbgs.deb"
if as_root dpkg -i "$stick/jbgs.deb" >"$root/tmp/refused" 2>&1; then
    fail "程序开着，更新却没有被拒绝。"
fi
grep "正在运行" "$root/tmp/refused" || fail "没有说程序正在运行。"
[ "$(installed_version)" = $oldest ] || fail "更新被拒绝以后，版本变了。"
typed="Gengxin 2028"
press ctrl+a
enter "$typed"
press ctrl+Next ctrl+Next F5
sleep 2
press alt+F4
end_window
demand_typed "$older"

title "十二、关闭以后更新：草稿、设置和草稿所按的通知数据都在"
before=$(kept)
install_package jbgs.deb
[ "$(installed_version)" = "$newest" ] || fail "没有更新。"
[ "$before" = "$(kept)" ] || fail "更新动了用户的数据。"
demand_found "$draft" ""
demand_found "$older" "product_overview"

title "十三、从文件导入更新的通知数据：看清来源再导入，草稿照旧，换用要自己选"
change_pack "$root/tmp/$id" 2024.1 unit.profile
"$here_python" tools/make_call_file.py "$root/tmp/$id" "$root$home/notice.jbgscall" \
    --issued-by 示例发布单位 --issued 2024-01-05 --source 示例通知〔2024〕1号
chown $user_id "$root$home/notice.jbgscall"
unlock
press alt+i
wait_for "导入通知数据*"
enter notice.jbgscall
press Return
sleep 3
picture import
press alt+i
sleep 3
picture imported
press Return alt+F4
end_window
[ -s "$data/calls/$id/2024.1/call.json" ] || fail "没有导入。"
demand_found "$draft" ""
demand_found "$older" "product_overview"
unlock "${draft#"$root"}"
picture newer-pack
xdotool mousemove 931 92 click 1 # 查看变化…
wait_for "换用新版通知数据*"
picture moving
press alt+m
sleep 5
picture moved
press alt+F4
end_window
demand_found "$draft" "unit.profile"

title "十四、卸载、清除：程序没有了，用户的文件都在"
before=$(kept)
for action in --remove --purge; do
    as_root dpkg $action jbgs-desktop >>"$pictures/install.log" 2>&1 || fail "dpkg $action 失败。"
    [ "$before" = "$(kept)" ] || fail "dpkg $action 动了用户的数据。"
done
left=$(find "$root/usr" "$root/etc" "$root/var/lib/dpkg/info" -name "*jbgs*")
[ -z "$left" ] || fail "卸载以后还留下 $left。"
if grep -rq jbgs "$root/usr/share/mime" "$root/usr/share/applications"; then
    fail "卸载以后系统还把 .jbgs 文件交给本程序。"
fi
