#!/bin/bash
# The trial itself, inside the chroot, as a user whose name is 张 三: called by wine.sh with the
# Windows python.exe, which makes the scans. Ends with an error where something is not as it must be.
set -euo pipefail
python=$1
unset PYTHONUTF8
export WINEPREFIX="$HOME/.wine" LC_ALL=zh_CN.UTF-8 WINEDEBUG=-all
profile="$WINEPREFIX/drive_c/users/张 三"
folder="$profile/AppData/Local/Programs/jbgs"
data="$profile/AppData/Local/jbgs"
menu="$profile/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/揭榜挂帅申报材料.lnk"
setup=/srv/setup.exe
title=揭榜挂帅申报材料
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\jbgs-desktop'

fail() { echo "没有通过：$*" && exit 1; }
jbgs() { wine "$folder/jbgs.exe" "$@" | tr -d '\r'; }
expect() { # CODE COMMAND...
    local code=0 wanted=$1
    shift
    "$@" >"$HOME/said" 2>&1 || code=$?
    cat "$HOME/said"
    [ "$code" = "$wanted" ] || fail "“$*”返回 $code，应当是 $wanted。"
}
wait_for_window() { # NAME
    for _ in $(seq 60); do
        if xdotool search --onlyvisible --name "$1" >"$HOME/window" 2>/dev/null; then return; fi
        sleep 1
    done
    import -window root "$HOME/missing.png"
    fail "一分钟里没有出现标题含“$1”的窗口。"
}
wait_for_end() {
    for _ in $(seq 60); do
        if ! pgrep -u 1000 -f 'jbgs(-desktop)?\.exe' >/dev/null; then return; fi
        sleep 1
    done
    import -window root "$HOME/running.png"
    fail "程序没有结束。"
}

# Before wine, which believes for as long as it runs in the screen that it found first.
export DISPLAY=:7742
Xvfb "$DISPLAY" -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
screen=$!
trap 'wineserver -k; kill $screen' EXIT
sleep 1
openbox >/dev/null 2>&1 &

echo "一、Windows：$(wineboot -u 2>/dev/null; wine cmd /c ver | tr -d '\r\n')"
cd "$HOME"
# An empty stick: its root is what Windows calls missing when it is listed.
stick="$HOME/优盘"
mkdir "$stick"
ln -s "$stick" "$WINEPREFIX/dosdevices/e:"
wine reg add 'HKLM\Software\Wine\Drives' /v e: /d floppy /f /reg:64 >/dev/null
wineserver -k -w

echo "二、静默安装"
expect 0 wine "$setup" /S
for file in "$folder/jbgs-desktop.exe" "$folder/jbgs.exe" "$folder/uninstall.exe" "$menu"; do
    [ -s "$file" ] || fail "缺少“$file”。"
done
wine reg query "$key" >/dev/null || fail "没有登记在“应用和功能”里。"
echo "安装以后占用 $(du -sm --apparent-size "$folder" | cut -f 1) MB。"

echo "三、命令：示例、检查、生成、扫描件、打包、核对、收件"
mkdir -p "$profile/Documents/申报 材料"
cd "$profile/Documents/申报 材料"
expect 0 jbgs sample --track humanoid-robot --directions 2,8 --out 申报.json
expect 0 jbgs check 申报.json
expect 0 jbgs export 申报.json --out 文件
book=$(ls 文件/*.pdf)
[ -s 文件/*.docx ] && [ -s 文件/*.xlsx ] || fail "没有生成 docx 和 xlsx。"
PYTHONUTF8=1 PYTHONPATH='Z:\repo' wine "$python" 'Z:\repo\tools\make_scans.py' "$book" 扫描
expect 0 jbgs bundle 申报.json --scans 扫描 --out 'E:\'
bundle=$(tail -n 1 "$HOME/said") # after what it says of the scans
expect 0 jbgs verify "$bundle"
expect 0 jbgs intake 'E:\' --out 推荐表
printf x >>"$(find "$stick" -path '*/data/*.pdf' | head -n 1)"
expect 1 jbgs verify "$bundle"
expect 2 jbgs check 没有这份.json
printf 一个很长的口令 >口令
expect 0 jbgs seal 申报.json --out 草稿.jbgs --passphrase-file 口令
expect 0 jbgs check 草稿.jbgs --passphrase-file 口令

echo "四、系统的凭据管理器存住密钥"
PYTHONUTF8=1 PYTHONPATH='Z:\repo' wine "$python" -c '
from jbgs_desktop.drafts.keys import key_holders, keyring
secret = key_holders.new_secret()
print(keyring.Keyring().keep(secret).sentence)
assert keyring.Keyring().read().secret == secret' | tr -d '\r'

echo "五、窗口；双击草稿"
wine start /unix "$menu"
wait_for_window "$title"
sleep 8
import -window root "$HOME/window.png"

echo "六、程序开着时安装：不动它，返回 2"
expect 2 wine "$setup" /S
[ -s "$folder/jbgs-desktop.exe" ] || fail "正在运行的程序被拆掉了。"
xdotool key Escape # the question about the recovery code, for later
sleep 2
xdotool key alt+F4
wait_for_end
# Windows looks for a kind of file among the user's own keys too; wine 10 does not.
for name in .jbgs jbgs.draft; do
    wine reg copy "HKCU\Software\Classes\\$name" "HKLM\Software\Classes\\$name" /s /f >/dev/null
done
wine start 草稿.jbgs
wait_for_window "$title"
sleep 8
import -window root "$HOME/draft.png"
xdotool key Escape # the question about the passphrase
sleep 2
xdotool key alt+F4
wait_for_end

echo "七、安装程序的窗口"
wine "$setup" &
window=$!
wait_for_window "$title 安装"
sleep 1
import -window root "$HOME/setup.png"
xdotool key Return # to the page that asks for whom
sleep 1
import -window root "$HOME/setup-for-whom.png"
xdotool key Escape
sleep 1
xdotool key Return alt+y
wait "$window" || true

echo "八、装在旧版本上面、装到别的文件夹"
mkdir -p "$data/drafts"
cp 草稿.jbgs "$data/drafts/旧草稿.jbgs"
touch "$folder/_internal/旧版本的文件"
expect 0 wine "$setup" /S
[ ! -e "$folder/_internal/旧版本的文件" ] || fail "旧版本的文件还在。"
expect 0 jbgs check 'C:\users\张 三\AppData\Local\jbgs\drafts\旧草稿.jbgs' --passphrase-file 口令
expect 0 wine "$setup" /S '/D=C:\jbgs'
[ ! -e "$folder" ] && [ -s "$WINEPREFIX/drive_c/jbgs/jbgs.exe" ] || fail "没有换到别的文件夹。"
folder="$WINEPREFIX/drive_c/jbgs"
expect 0 jbgs --version
touch "$folder/别人的文件"

remove() { # in silence; the folder may stay, with what others have put there
    wine "$folder/uninstall.exe" /S
    for _ in $(seq 60); do
        if [ ! -e "$folder/uninstall.exe" ]; then break; fi
        sleep 1
    done
    sleep 2
}
left_in_registry() { # KEY…
    for left in "$@"; do
        if wine reg query "$left" /reg:64 >/dev/null 2>&1; then fail "注册表里还有“$left”。"; fi
    done
}

echo "九、静默卸载：草稿还在"
progids='Software\Classes\.jbgs\OpenWithProgids'
wine reg query "HKCU\\$progids" /v jbgs.draft >/dev/null || fail "“打开方式”里没有本程序。"
remove
[ "$(ls "$folder")" = 别人的文件 ] || fail "卸载以后文件夹里是：$(ls "$folder")"
[ -s "$data/drafts/旧草稿.jbgs" ] || fail "卸载删掉了草稿。"
[ ! -e "$menu" ] || fail "开始菜单里还有入口。"
left_in_registry "$key" 'HKCU\Software\Classes\jbgs.draft' 'HKCU\Software\jbgs-desktop' \
    "HKCU\\$progids"

echo "十、为所有用户安装到 Program Files，再卸载"
# What was copied there above, in the place of what wine does not look up.
for name in .jbgs jbgs.draft; do
    wine reg delete "HKLM\Software\Classes\\$name" /f >/dev/null
done
expect 0 wine "$setup" /S /AllUsers
folder="$WINEPREFIX/drive_c/Program Files/jbgs"
menu="$WINEPREFIX/drive_c/ProgramData/Microsoft/Windows/Start Menu/Programs/$(basename "$menu")"
for file in "$folder/jbgs-desktop.exe" "$menu"; do
    [ -s "$file" ] || fail "缺少“$file”。"
done
expect 0 jbgs --version
expect 0 jbgs check 草稿.jbgs --passphrase-file 口令
machine=${key/HKCU/HKLM}
wine reg query "$machine" /reg:64 >/dev/null || fail "没有为所有用户登记。"
wine reg query "HKLM\\$progids" /v jbgs.draft /reg:64 >/dev/null || fail "“打开方式”里没有本程序。"
left_in_registry "$key"
expect 0 wine "$setup" /S /AllUsers # over it
remove
[ ! -e "$folder" ] && [ ! -e "$menu" ] || fail "没有卸载干净。"
[ -s "$data/drafts/旧草稿.jbgs" ] || fail "卸载删掉了草稿。"
left_in_registry "$machine" 'HKLM\Software\Classes\jbgs.draft' 'HKLM\Software\jbgs-desktop' \
    "HKLM\\$progids"

echo "十一、装不了的：路径太长，Windows 7"
expect 2 wine "$setup" /S "/D=C:\\$(printf 'x%.0s' $(seq 200))"
if compgen -G "$WINEPREFIX/drive_c/xxx*"; then fail "路径太长，却写了文件。"; fi
wine reg add 'HKCU\Software\Wine' /v Version /d win7 /f >/dev/null
expect 2 wine "$setup" /S
[ ! -e "$profile/AppData/Local/Programs/jbgs" ] || fail "在 Windows 7 上装了。"
wine "$setup" &
wait_for_window "$title"
sleep 1
import -window root "$HOME/setup-windows-7.png"
xdotool key Return
wait $! || [ $? = 2 ]
wine reg delete 'HKCU\Software\Wine' /v Version /f >/dev/null
echo "完成。"
