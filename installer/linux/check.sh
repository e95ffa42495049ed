#!/bin/bash
# The .deb on a computer that has nothing: a Debian desktop without network, Python, Qt or fonts,
# whose user is called “张 三” and may write in her own folder only. `make check-package`; pictures
# stay in build/package. Needs root, debootstrap, xvfb, openbox, xdotool, imagemagick, poppler-utils.
set -euo pipefail
cd "$(dirname "$0")/../.."
deb=$(readlink -f "${1:-$(ls -t build/package/*.deb | head -n 1)}")
. installer/linux/trial.sh
base=build/package/bare-desktop

make_base() {
    rm -rf "$base.new"
    debootstrap --variant=minbase bookworm "$base.new" >build/package/debootstrap.log
    cp /etc/resolv.conf "$base.new/etc/resolv.conf"
    echo 'path-exclude=/usr/share/fonts/*' >"$base.new/etc/dpkg/dpkg.cfg.d/bare"
    root="$PWD/$base.new" as_root sh -c \
        'apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"' - \
        "${desktop[@]}" >build/package/base.log 2>&1
    for charset in UTF-8 GB18030; do
        chroot "$base.new" localedef -i zh_CN -f "$charset" "zh_CN.$charset"
    done
    printf '%s:x:%s:%s::%s:/bin/bash\n' "$user" $user_id $user_id "$home" >>"$base.new/etc/passwd"
    mkdir -p "$base.new$stick"
    install -d -o $user_id -g $user_id "$base.new$home"
    mv "$base.new" "$base"
}

if [ -z "${JBGS_TRIAL:-}" ]; then
    [ -x "$here_python" ] || python3 tools/setup.py test
    [ -d "$base" ] || make_base
    # Mounts and programs of the trial end with it, and it sees no network.
    JBGS_TRIAL=1 exec unshare --mount --net --pid --fork --kill-child bash "$0" "$deb"
fi

rm -rf "$root"
cp -a "$base" "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs /tmp/.X11-unix
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
: >build/package/install.log
if as_root sh -c 'command -v python3 || find / -xdev -name "*.[ot]tf" | grep .'; then
    fail "这台机器里本来就有 Python 或字体，试不出真正的空机器。"
fi

title "一、从U盘安装，不联网"
cp "$deb" "$root$stick/jbgs.deb"
install_package jbgs.deb
echo "安装后 $(dpkg-deb -f "$deb" Installed-Size) KiB，需要：$(dpkg-deb -f "$deb" Depends)"
mount --bind "$root/usr/lib/jbgs" "$root/usr/lib/jbgs"
mount -o remount,bind,ro "$root/usr/lib/jbgs"

. installer/linux/check_commands.sh
. installer/linux/check_window.sh
umount "$root/usr/lib/jbgs"
. installer/linux/check_update.sh
title "全部通过。窗口的样子在 build/package/*.png"
