# What old_glibc.sh and arm64.sh share: an old Debian in $root, and steps that are done once in $place.
# shellcheck shell=bash disable=SC2154

inside() {
    chroot "$root" /usr/bin/env -i "${network[@]}" PATH=/opt/python/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive PIP_CERT="$certificates" \
        ARCH="${ARCH:-amd64}" "$@"
}

once() {  # once NAME FUNCTION: what a former run has finished by the same recipe is not done again
    local recipe
    recipe=$(declare -f "$2" | sha256sum)
    [ "$(cat "$place/$1.done" 2>/dev/null)" = "$recipe" ] && return
    echo "$(date +%T) $1（过程记在 $place/$1.log）"
    "$2" >"$place/$1.log" 2>&1 || { tail -n 20 "$place/$1.log"; echo "没有做成：$1。"; exit 1; }
    echo "$recipe" >"$place/$1.done"
}

enter() { # with this folder in it; build/ is that of the computer unless the script mounts another
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mkdir -p "$root/srv/jbgs"
    mount --bind "$here" "$root/srv/jbgs"
}
