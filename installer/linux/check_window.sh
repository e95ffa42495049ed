# Part of check.sh: the window on a screen of its own, driven by keys as a user would.
# shellcheck shell=bash disable=SC2154,SC1091
. installer/linux/smoke.sh

start_screen
data="$root$home/.local/share/jbgs"

title "五、没有桌面时启动窗口"
code=0
as_user jbgs-desktop 2>"$root/tmp/stderr" || code=$?
sed 's/^/    /' "$root/tmp/stderr"
demand_chinese "$root/tmp/stderr" "没有桌面时的窗口"
[ $code = 2 ] || fail "没有桌面时窗口的退出码是 $code，应为 2。"

title "六、第一次启动：恢复码、口令，然后是示例"
start_window
first_start "wo de kou ling"
picture start
press alt+s # 打开一份示例
wait_for_file "$data/drafts/*.jbgs"
draft=$(ls "$data"/drafts/*.jbgs)
sleep 3

title "七、填写、翻过每一页、检查、导出、关闭"
typed="Ceshi Danwei 2027" # Chinese is typed with real input methods in pinyin.py
press ctrl+a
enter "$typed"
for page in $(seq -w 1 14); do
    picture "page-$page"
    press ctrl+Next
done
press F5
sleep 2
picture findings
as_user mkdir "$home/out"
press ctrl+shift+e
wait_for "选择*"
enter out
press Return
wait_for_file "$root$home/out/*.pdf"
sleep 2
picture exported
press alt+F4
end_window
demand_typed "$draft"
inside_docx=$(unzip -p "$root$home/out/"*.docx word/document.xml | sed 's/<[^>]*>//g')
[[ $inside_docx == *$typed* ]] || fail "窗口导出的 docx 里没有输入的“$typed”。"

title "八、双击草稿：文件类型、图标、用本程序打开"
place=${draft#"$root"}
as_user gio info -a standard::content-type "$place" | grep application/x-jbgs-draft ||
    fail "系统不认识 .jbgs 文件。"
as_user gio mime application/x-jbgs-draft | grep jbgs-desktop.desktop || fail "没有对应的程序。"
as_user xdg-mime query default application/x-jbgs-draft | grep -x jbgs-desktop.desktop
as_root desktop-file-validate /usr/share/applications/jbgs-desktop.desktop
grep -q jbgs "$root/usr/share/mime/globs2" || fail "update-mime-database 没有运行。"
[ -s "$root/usr/share/icons/hicolor/scalable/apps/jbgs-desktop.svg" ] || fail "没有图标。"
for opener in gio xdg-open GB18030; do
    # On a desktop xdg-open asks that desktop's own opener.
    case $opener in
    gio) start_window gio open "$place" ;;
    GB18030) lang=zh_CN.GB18030 start_window jbgs-desktop "$place" ;;
    *) start_window XDG_CURRENT_DESKTOP=GNOME xdg-open "$place" ;;
    esac
    wait_for "打开草稿*"
    enter "wo de kou ling"
    press Return
    wait_for_file "$draft.lock"
    sleep 2
    picture "double-click-$opener"
    press alt+F4
    end_window
done

title "九、自己的文件夹不能写：窗口照样启动，用一句话说明"
mount --bind "$root$home" "$root$home"
mount -o remount,bind,ro "$root$home"
start_window
wait_for "打开草稿*"
enter "wo de kou ling"
press Return
wait_for "$main_window"
press alt+s
sleep 3
picture read-only-home
press Escape
press alt+F4
end_window
umount "$root$home"
