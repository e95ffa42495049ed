# A screen, its keys, and the window of the program on it; used by check_window.sh and
# check_portable.sh.
# shellcheck shell=bash disable=SC2154

main_window="揭榜挂帅申报材料"
# Fontconfig, where nothing can be written; Qt on a GNOME desktop without a session bus; Qt where
# the locale is not UTF-8.
harmless="^Fontconfig error: No writable cache directories$|^Session DBus not running\.$"
harmless+="|^Application will not react to setting changes\.$|^ Check your DBus installation\.$"
harmless+="|^Detected locale |^Qt depends on a UTF-8 locale|^If this causes problems, reconfigure"
harmless+="|^for more information\.$"

start_screen() {
    local number
    mkfifo "$root/tmp/screen"
    # The screen is outside: the bare computer has neither fonts nor programs of its own for it.
    Xvfb -displayfd 3 -screen 0 1366x768x24 -ac -nolisten tcp 3>"$root/tmp/screen" 2>/dev/null &
    read -r number <"$root/tmp/screen"
    export DISPLAY=":$number"
    openbox >/dev/null 2>&1 &
    sleep 1
}

press() {
    local key
    for key in "$@"; do
        xdotool key --delay 40 "$key"
        sleep 0.6
    done
}

enter() {
    xdotool type --delay 40 "$1"
    sleep 0.5
}

# The program's first start, to its main window; PASSPHRASE is set where no keyring holds the key.
first_start() { # PASSPHRASE
    rm -f "$root$home/恢复码.txt"
    wait_for "恢复码*"
    picture first
    press shift+Tab shift+Tab shift+Tab space # 保存为文件…
    wait_for "保存恢复码*"
    press Return
    wait_for "恢复码*"
    [ -s "$root$home/恢复码.txt" ] || fail "恢复码没有存成文件。"
    press Tab Tab Tab Return # 收好了，下一步
    # It asks for one group by its number, which only a reader of the screen knows.
    for group in $(grep -oP '^ +第 . 组 +\K\S+' "$root$home/恢复码.txt"); do
        [[ $(active) == 恢复码* ]] || break
        enter "$group"
        press Return
    done
    wait_for "用口令保护*"
    picture passphrase
    as_user sh -c "printf '$1' >'$pass'"
    enter "$1"
    press Tab
    enter "$1"
    press Return
    wait_for "$main_window"
}

picture() { import -window root "$pictures/window-$1.png"; }

active() { xdotool getactivewindow getwindowname 2>/dev/null || true; }

wait_for() { # TITLE, a pattern
    local left
    for left in $(seq 60); do
        # shellcheck disable=SC2053
        [[ $(active) == $1 ]] && sleep 0.7 && return
        sleep 0.5
    done
    picture failed
    fail "等不到窗口“$1”（还剩 $left）：现在是“$(active)”，见 $pictures/window-failed.png。"
}

wait_for_file() { # PATTERN
    for _ in $(seq 120); do
        compgen -G "$1" >/dev/null && return
        sleep 0.5
    done
    picture failed
    fail "等不到文件 $1，见 $pictures/window-failed.png。"
}

start_window() { # [COMMAND…]
    [ $# -gt 0 ] || set -- jbgs-desktop
    as_user DISPLAY="$DISPLAY" "$@" >"$root/tmp/window" 2>&1 &
    window=$!
}

# The window was told to close: it ends with nothing said and no child left.
end_window() {
    for _ in $(seq 60); do
        pgrep -U $user_id >/dev/null || break
        sleep 0.5
    done
    if pgrep -U $user_id -l; then
        picture failed
        fail "关闭窗口以后，程序还在运行。"
    fi
    wait "$window" || fail "窗口的退出码不是 0。"
    if grep -vE "$harmless" "$root/tmp/window"; then
        fail "窗口在标准错误输出上说了上面的话。"
    fi
}

demand_typed() { # DRAFT
    local plain="$home/看/申报.json"
    rm -rf "$root$home/看"
    run unseal "${1#"$root"}" --out "$plain" --passphrase-file "$pass"
    grep -q "$typed" "$root$plain" || fail "草稿里没有窗口里输入的“$typed”。"
}
