#!/bin/bash
# Tries the .deb where nothing else is: a fresh Debian without Python, Qt or fonts. Needs root and
# debootstrap. `make check-package`; what it made and a picture of the window stay in build/package.
set -euo pipefail
cd "$(dirname "$0")/../.."

deb=$(readlink -f "${1:-$(ls -t build/package/*.deb | head -n 1)}")
base=build/package/bare-bookworm
root=build/package/chroot
user="张 三"

[ -d "$base" ] || debootstrap --variant=minbase bookworm "$base" >build/package/debootstrap.log
rm -rf "$root"
cp -a "$base" "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
trap 'umount -l "$root/proc" "$root/dev"' EXIT
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive HOME="/srv/$user" "$@"; }

cp "$deb" "$root/jbgs.deb"
mkdir -p "$root/srv/$user"
inside sh -c 'apt-get -qq update && apt-get -qq install -y --no-install-recommends /jbgs.deb' \
    >build/package/install.log 2>&1
if inside sh -c 'command -v python3'; then echo "chroot 里本来就有 python3，没有试出真正的空机器。"; fi
inside apt-get -qq install -y --no-install-recommends xvfb xauth x11-apps >>build/package/install.log 2>&1

echo "一、命令：示例、检查、生成、打开加密草稿"
work="/srv/$user/申报 材料"
inside jbgs sample --track humanoid-robot --directions 2,8 --out "$work/申报.json"
inside jbgs check "$work/申报.json"
inside jbgs export "$work/申报.json" --out "$work/文件"
inside sh -c "printf 一个很长的口令 >'$work/口令'"
inside jbgs seal "$work/申报.json" --out "$work/草稿.jbgs" --passphrase-file "$work/口令"
inside jbgs check "$work/草稿.jbgs" --passphrase-file "$work/口令"

echo "二、窗口：从只读的程序文件夹启动，用户名带空格"
cat >"$root/tmp/window.sh" <<'INSIDE'
jbgs-desktop 2>/tmp/stderr & program=$!
sleep 6
xwd -root -silent >/tmp/window.xwd
kill $program
wait $program
INSIDE
inside sh -c 'cd / && xvfb-run -a -s "-screen 0 1366x768x24" sh /tmp/window.sh' || true
cp "$root/tmp/window.xwd" build/package/window.xwd
if [ -s "$root/tmp/stderr" ]; then
    echo "窗口在标准错误输出上说了：" && cat "$root/tmp/stderr" && exit 1
fi

echo "三、升级（同一个包再装一次）和卸载：草稿还在"
inside sh -c 'apt-get -qq install -y --reinstall /jbgs.deb && apt-get -qq remove -y jbgs-desktop' \
    >>build/package/install.log 2>&1
[ -s "$root$work/草稿.jbgs" ]
if [ -e "$root/usr/lib/jbgs" ]; then echo "卸载以后还有文件留在 /usr/lib/jbgs。" && exit 1; fi
echo "完成。安装后大小：$(dpkg-deb -f "$deb" Installed-Size) KiB；窗口的样子在 build/package/window.xwd"
