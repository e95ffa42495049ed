#!/bin/bash
# README's two commands on computers that have nothing: for each release in $ROOTS a bare Debian with
# Python, pip, make and git, in it a fresh clone of HEAD, and there `make run` and `make test` as
# root. `make check-fresh`; what they say stays in build/fresh. Needs root and debootstrap.
# No Debian has Python 3.12 (bookworm 3.11, trixie 3.13), so that one is not tried.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/linux/host_network.sh

place=$PWD/build/fresh
read -ra roots <<<"${ROOTS:-bookworm trixie}"
results=()
mkdir -p "$place"

if [ "${1:-}" != --mounted ]; then
    # Mounts and programs of a trial end with it, however it ends.
    exec unshare --mount --pid --fork --kill-child bash installer/linux/fresh.sh --mounted
fi

make_bare() { # RELEASE: kept for next time, since no trial works in it
    [ ! -d "$place/$1" ] || return 0
    echo "$(date +%T) 准备空的 $1（过程记在 build/fresh/$1.log）"
    rm -rf "$place/$1.new"
    debootstrap --variant=minbase --include=python3,python3-pip,make,git,ca-certificates \
        "$1" "$place/$1.new" ${mirror:+"$mirror"} >"$place/$1.log" 2>&1 ||
        { tail -n 20 "$place/$1.log"; exit 1; }
    chroot "$place/$1.new" apt-get clean
    mv "$place/$1.new" "$place/$1"
}

enter() { # RELEASE: a copy of the bare system, with this commit in it
    root=$place/$1.trial
    rm -rf --one-file-system "$root"
    cp -a --reflink=auto "$place/$1" "$root"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    [ ! -e "$certificates" ] || cp "$certificates" "$root$certificates"
    mount -t proc proc "$root/proc"
    mount -t sysfs sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    git clone --quiet --no-local . "$root/srv/jbgs"
}

try() { # RELEASE TARGET
    local log=build/fresh/$1-$2.log verdict=通过
    echo "$(date +%T) $1：make $2（过程记在 $log）"
    # With CI a test that lacks a program fails instead of skipping.
    chroot "$root" /usr/bin/env -i --chdir=/srv/jbgs "${network[@]}" PIP_CERT="$certificates" \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 HOME=/root CI=true make "$2" >"$log" 2>&1 || verdict=没有通过
    results+=("$1 make $2：$verdict $(grep -E '^=+ .* in [0-9].* =+$' "$log" || true)")
}

for release in "${roots[@]}"; do
    make_bare "$release"
    enter "$release"
    try "$release" run
    try "$release" test
    umount --recursive "$root/proc" "$root/sys" "$root/dev"
    rm -rf --one-file-system "$root"
done
printf '%s\n' "${results[@]}"
[[ "${results[*]}" != *没有通过* ]]
