#!/bin/sh
# preinst and prerm of the package: a running program would find another one's parts in its folder.
# It is never closed for the user, who may be typing.
set -e
case "$1" in
remove | upgrade) ;;
*) exit 0 ;;
esac
for program in /proc/[0-9]*/exe; do
    case "$(readlink "$program" 2>/dev/null)" in
    /usr/lib/jbgs/*)
        echo "揭榜挂帅申报材料正在运行，没有安装，也没有卸载。请保存并关闭它的窗口，然后再试；草稿都没有改动。" >&2
        exit 1
        ;;
    esac
done
