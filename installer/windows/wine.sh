#!/bin/bash
# Builds the Windows program and its installer on Linux and tries them there, under wine 10 in a
# Debian 13 chroot: a trial, no release, and no proof for real Windows, where nothing was tried.
#   bash installer/windows/wine.sh [prepare|build|pack|try]  without a word: all, in this order; `build`
#   packs the setup too, `pack` only that
# Needs root, debootstrap, Python 3.11 (PYTHON) and 6 GB; leaves build/windows/*-setup.exe and, from
# the trial, pictures and a log in build/wine. `make check-windows`.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${PYTHON:-python3}
place=build/wine
root=$place/root
user="张 三"

prepare() {
    mkdir -p "$place"
    if [ ! -e "$place/root.done" ]; then
        rm -rf "$root"
        echo "准备 Debian 13 的 chroot。"
        debootstrap --variant=minbase trixie "$root" >"$place/debootstrap.log"
    fi
    enter
    if [ ! -e "$place/root.done" ]; then
        # The locale makes wine a Chinese Windows.
        inside sh -c 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
            --no-install-recommends wine wine64 nsis gcc-mingw-w64-x86-64-win32 python3-minimal \
            locales procps xvfb openbox xdotool imagemagick fonts-wqy-microhei &&
            localedef -i zh_CN -f UTF-8 zh_CN.UTF-8' >"$place/apt.log" 2>&1
        echo "$user:x:1000:1000::/srv/$user:/bin/sh" >>"$root/etc/passwd"
        touch "$place/root.done"
    fi
    locks=$(cat requirements/*.txt | sha256sum)
    if [ "$(cat "$place/python.done" 2>/dev/null)" != "$locks" ]; then
        echo "拼出 Windows 的 Python，装上锁定的各个包。"
        rm -f "$place/python.done"
        "$python" installer/windows/windows_python.py "$place/python"
        inside sh /repo/installer/windows/launcher.sh "/repo/$place/python"
        echo "$locks" >"$place/python.done"
    fi
}

build() {
    enter
    echo "在 wine 里用 PyInstaller 生成程序。"
    inside sh -c "cd /repo/installer && wine /repo/$place/python/python.exe -c \
        'import build, pathlib, sys; build.freeze(pathlib.Path(sys.executable))'" \
        >"$place/freeze.log" 2>&1 || { tail -n 20 "$place/freeze.log" && exit 1; }
    echo "用 NSIS 做安装程序。"
    pack
}

# Signed by a command that only writes down what it was given.
pack() {
    enter
    local signed="/repo/$place/signed"
    rm -f "$place/signed"
    printf '#!/bin/sh\nbasename "$1" >>%s\n' "$signed" >"$place/sign.sh"
    inside env JBGS_SIGN="sh /repo/$place/sign.sh" python3 /repo/installer/windows/make_setup.py
    if [ "$(wc -l <"$place/signed")" != 4 ] || ! grep -q setup.exe "$place/signed"; then
        echo "签名命令得到的是：$(xargs <"$place/signed")" && exit 1
    fi
}

try() {
    enter
    rm -rf "${root:?}/srv/$user"
    install -d -o 1000 -g 1000 "$root/srv/$user"
    install -d -m 1777 "$root/tmp/.X11-unix"
    cp build/windows/*-setup.exe "$root/srv/setup.exe"
    inside setpriv --reuid 1000 --regid 1000 --clear-groups env HOME="/srv/$user" \
        bash /repo/installer/windows/try.sh "/repo/$place/python/python.exe" 2>&1 |
        tee "$place/try.log"
    cp "$root/srv/$user"/*.png "$place"
    echo "窗口的样子在 $place/*.png，经过在 $place/try.log。"
}

inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        HOME=/root WINEPREFIX="/repo/$place/prefix" WINEDEBUG=-all XDG_RUNTIME_DIR=/tmp \
        PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 "$@"
}

enter() {
    [ ! -e "$root/repo/Makefile" ] || return 0
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/repo"
    mount --bind /proc "$root/proc"
    mount --bind /dev "$root/dev"
    mount --bind . "$root/repo"
    trap 'umount -l "$root/proc" "$root/dev" "$root/repo"' EXIT
}

for step in ${1:-prepare build try}; do
    "$step"
done
