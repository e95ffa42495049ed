# What the parts of check.sh share: the bare computer, its user, and how a fault is told.
# shellcheck shell=bash disable=SC2034

user="张 三"
user_id=1001
homes=/home  # apart from the name: no file of ours names the folder of a real user
home="$homes/$user"
work="$home/申报 材料"
stick="/media/U盘"
pass="$home/口令"
pictures="$PWD/build/package"
root="$PWD/build/package/chroot"
here_python="$PWD/.venv/bin/python"

# What a plain Debian desktop has; the package may need nothing else, for there is no network to
# fetch it from. Chinese fonts are left out, as are all others.
desktop=(
    libgl1 libegl1 libxkbcommon-x11-0 libx11-xcb1 libcups2 libcairo2 libfontconfig1 libdbus-1-3
    shared-mime-info desktop-file-utils libglib2.0-bin xdg-utils hicolor-icon-theme locales
)

title() { echo && echo "$*"; }

fail() {
    echo "没有通过：$*" >&2
    exit 1
}

# The bare computer as its administrator and as its user; neither has a network.
as_root() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}
as_user() {
    chroot --userspec="$user_id:$user_id" "$root" /usr/bin/env -i --chdir="$home" \
        PATH=/usr/bin:/bin HOME="$home" USER="$user" LANG="${lang:-zh_CN.UTF-8}" "$@"
}

# One command of the program. What it says on stderr is shown and has to be a Chinese sentence.
run() {
    local wanted=0 code=0
    case $1 in [0-9]) wanted=$1 && shift ;; esac
    as_user jbgs "$@" 2>"$root/tmp/stderr" || code=$?
    sed 's/^/    /' "$root/tmp/stderr" >&2
    demand_chinese "$root/tmp/stderr" "jbgs $1"
    [ "$code" = "$wanted" ] || fail "jbgs $1 的退出码是 $code，应为 $wanted。"
}

demand_chinese() { # FILE WHO
    if grep -qP 'Traceback|^(?!.*\p{Han}).*\S' "$1"; then
        fail "$2 在标准错误输出上说了：$(cat "$1")"
    fi
}

# A copy of the newest .deb with another version: VERSION OUT [SCRIPT, run in its tree]
make_package() {
    local tree="$root/tmp/package"
    rm -rf "$tree"
    dpkg-deb -R "$deb" "$tree"
    sed -i "s/^Version: .*/Version: $1/" "$tree/DEBIAN/control"
    [ -z "${3:-}" ] || (cd "$tree" && eval "$3")
    dpkg-deb --root-owner-group -Znone --build "$tree" "$2" >/dev/null
    rm -rf "$tree"
}

install_package() { # FILE, already on the stick
    as_root dpkg -i "$stick/$1" >>"$pictures/install.log" 2>&1 ||
        fail "dpkg -i $1 没有成功，见 build/package/install.log。"
}
