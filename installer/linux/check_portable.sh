#!/bin/bash
# The portable program on an exFAT stick, in two computers that have nothing (check.sh says what):
# write-protected, with and without 数据 beside it, with a full stick. `make check-portable`; pictures
# stay in build/package/portable-*.png. Needs what check.sh needs, and exfatprogs, exfat-fuse.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/linux/trial.sh
begin_trial "$0"
. installer/linux/smoke.sh
start_screen

from=build/portable/揭榜挂帅申报材料
folder="$stick/$(basename "$from")"
program="$folder/Linux-$arch"
data="$root$folder/数据"
jbgs="$program/jbgs"
words="zai jia li ye neng tian"
image="$pictures/stick.img"
truncate -s 700M "$image"
device=$(losetup --find --show "$image")
trap 'umount -l "$root$stick"; losetup -d "$device"; rm "$image"' EXIT
mkfs.exfat "$device" >/dev/null

plug_in() { # OPTIONS
    mount.exfat-fuse -o "uid=$user_id,gid=$user_id,umask=077,$1" "$device" "$root$stick" >/dev/null
}
unplug() { umount "$root$stick"; }
computer() { # NAME: the next one into which the stick is put
    home="$homes/$1"
    pass="$home/口令"
    install -d -o $user_id -g $user_id "$root$home"
}
demand_untouched() {
    ! find "$root$home" | grep -i jbgs || fail "程序在电脑的用户文件夹里留下了上面的东西。"
    diff -r --exclude=数据 "$from" "$root$folder" || fail "程序的文件夹变了。"
}
wait_for_message() { # it has the window's title too
    for _ in $(seq 60); do
        [ "$(xdotool search --onlyvisible --name "^$main_window\$" 2>/dev/null | wc -l)" -lt 2 ] ||
            { sleep 1 && return; }
        sleep 1
    done
    fail "等不到说明写不进去的话。"
}
look() { picture "$1" && mv "$pictures/window-$1.png" "$pictures/portable-$1.png"; }

title "一、复制到 exFAT 优盘，写保护，没有“数据”：数据在电脑上"
plug_in rw
cp -r "$from" "$root$stick/"
unplug
plug_in ro
computer "张 三"
run sample --track humanoid-robot --directions 2 --out "$home/申报.json"
run check "$home/申报.json"
run export "$home/申报.json" --out "$home/文件"
start_window "$program/jbgs-desktop"
first_start "wo de kou ling"
look at-home
press alt+F4
end_window
[ -s "$root$home/.local/share/jbgs/user.json" ] || fail "没有“数据”时，数据不在用户的文件夹里。"
rm -rf "$root$home/.local"
unplug

title "二、有“数据”，优盘满了、写保护：第一次启动就说"
plug_in rw
mkdir "$data"
dd if=/dev/zero of="$root$stick/满" bs=1M 2>/dev/null || true
for protection in rw ro; do
    unplug
    plug_in $protection
    start_window "$program/jbgs-desktop"
    wait_for_message
    look "no-room-$protection"
    press Return alt+F4
    end_window
    [ -z "$(ls -A "$data")" ] || fail "写不进去的“数据”里有东西。"
done
unplug
plug_in rw
rm "$root$stick/满"

title "三、第一台电脑：恢复码、口令，填写；电脑上什么也没留下"
start_window "$program/jbgs-desktop"
first_start "$words"
press alt+s # 打开一份示例
wait_for_file "$data/drafts/*.jbgs"
draft=$(ls "$data"/drafts/*.jbgs)
sleep 3
typed="Bianxie 2027"
press ctrl+a
enter "$typed"
press F5
sleep 2
look first-computer
press alt+F4
end_window
demand_typed "$draft"
run 2 check "${draft#"$root"}"
rm -rf "$root$home/看"
demand_untouched

title "四、第二台电脑：只问口令，接着填写"
unplug
computer "李 四"
plug_in rw
open_with_passphrase() {
    start_window "$program/jbgs-desktop" "$@"
    wait_for "打开草稿*"
    look passphrase
    enter "$words"
    press Return
    wait_for "$main_window"
    sleep 3
}
open_with_passphrase
look second-computer
press alt+F4
end_window
open_with_passphrase "${draft#"$root"}"
look opened
press alt+F4
end_window
as_user sh -c "printf '$words' >'$pass'"
demand_typed "$draft"
rm -rf "$root$home/看"
demand_untouched

title "五、写保护的优盘：草稿打得开，说明存不进去"
unplug
plug_in ro
open_with_passphrase "${draft#"$root"}"
look read-only
press Escape alt+F4
end_window
demand_untouched
title "便携版全部通过。窗口的样子在 $pictures/portable-*.png"
