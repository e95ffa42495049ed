# What check.sh and check_portable.sh share: the bare computer, its user, and how a fault is told.
# ARCH=arm64 is a computer of that kind, under qemu.
# shellcheck shell=bash disable=SC2034

user="张 三"
user_id=1001
homes=/home  # apart from the name: no file of ours names the folder of a real user
home="$homes/$user"
work="$home/申报 材料"
stick="/media/U盘"
pass="$home/口令"
arch=${ARCH:-amd64}
kind=${arch/#amd64/package}  # the folder in build/
pictures="$PWD/build/$kind"
root="$pictures/chroot"
base="$pictures/bare-desktop"
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

make_base() { # kept for next time, since no trial works in it
    rm -rf "$base.new"
    debootstrap --variant=minbase --arch="$arch" bookworm "$base.new" >"$pictures/debootstrap.log"
    cp /etc/resolv.conf "$base.new/etc/resolv.conf"
    echo 'path-exclude=/usr/share/fonts/*' >"$base.new/etc/dpkg/dpkg.cfg.d/bare"
    root="$base.new" as_root sh -c \
        'apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"' - \
        "${desktop[@]}" >"$pictures/base.log" 2>&1
    for charset in UTF-8 GB18030; do
        chroot "$base.new" localedef -i zh_CN -f "$charset" "zh_CN.$charset"
    done
    printf '%s:x:%s:%s::%s:/bin/bash\n' "$user" $user_id $user_id "$home" >>"$base.new/etc/passwd"
    mkdir -p "$base.new$stick"
    install -d -o $user_id -g $user_id "$base.new$home"
    mv "$base.new" "$base"
}

# SCRIPT ARGUMENT…: the script again, where mounts and programs of the trial end with it and where
# there is no network; then in a fresh copy of the bare computer.
begin_trial() {
    if [ -z "${JBGS_TRIAL:-}" ]; then
        [ -x "$here_python" ] || python3 tools/setup.py test
        [ -d "$base" ] || make_base
        JBGS_TRIAL=1 exec unshare --mount --net --pid --fork --kill-child bash "$@"
    fi
    rm -rf "$root"
    cp -a "$base" "$root"
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount -t tmpfs tmpfs /tmp/.X11-unix
    mkdir -p "$root/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
    : >"$pictures/install.log"
    if as_root sh -c 'command -v python3 || find / -xdev -name "*.[ot]tf" | grep .'; then
        fail "这台机器里本来就有 Python 或字体，试不出真正的空机器。"
    fi
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
    as_user "${jbgs:-jbgs}" "$@" 2>"$root/tmp/stderr" || code=$?
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
        fail "dpkg -i $1 没有成功，见 $pictures/install.log。"
}
