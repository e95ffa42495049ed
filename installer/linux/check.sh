#!/bin/bash
# The .deb on a computer that has nothing: a Debian desktop without network, Python, Qt or fonts,
# whose user is called “张 三” and may write in her own folder only. `make check-package`; pictures
# stay in build/package. Needs root, debootstrap, xvfb, openbox, xdotool, imagemagick, poppler-utils.
# ARCH=arm64: the same in build/arm64, for the .deb of arm64.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/linux/trial.sh
deb=$(readlink -f "${1:-$(ls -t "$pictures"/*.deb | head -n 1)}")
begin_trial "$0" "$deb"

title "一、从U盘安装，不联网"
cp "$deb" "$root$stick/jbgs.deb"
install_package jbgs.deb
echo "安装后 $(dpkg-deb -f "$deb" Installed-Size) KiB，需要：$(dpkg-deb -f "$deb" Depends)"
. installer/linux/installed_size.sh
installed_size "$root/usr/lib/jbgs" || fail "安装后的程序太大。"
mount --bind "$root/usr/lib/jbgs" "$root/usr/lib/jbgs"
mount -o remount,bind,ro "$root/usr/lib/jbgs"

. installer/linux/check_commands.sh
if [ "$arch" != amd64 ]; then
    title "与 amd64 的程序生成的文件逐字节相同"
    JBGS_HOME="$root/tmp/here" build/package/dist/jbgs/jbgs export "$root$work/申报.json" \
        --out "$root/tmp/here/文件" >/dev/null
    for file in "$root/tmp/here/文件/"*; do
        cmp "$file" "$root$work/文件/$(basename "$file")" || fail "$arch 生成的文件不同。"
    done
fi
. installer/linux/check_window.sh
umount "$root/usr/lib/jbgs"
. installer/linux/check_update.sh
title "全部通过。窗口的样子在 $pictures/*.png"
