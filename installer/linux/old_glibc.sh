#!/bin/bash
# Builds the package where the C library is old, so that the desktops it is meant for can start it:
# a Debian 11 (debootstrap), in it Python 3.11 from Debian 12's source, with that installer/build.py.
# Needs root. `make package` calls it; everything is kept in build/package/old-glibc for next time.
# `old_glibc.sh --python` makes no package: arm64.sh needs the root and its Python.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/linux/host_network.sh
. installer/linux/old_root.sh

here=$PWD
place=$here/build/package/old-glibc
root=$place/bullseye
mkdir -p "$place/build"

if [ "${1:-}" != --mounted ]; then
    # In a mount namespace of our own nothing stays mounted, however this ends.
    exec unshare --mount bash "$here/installer/linux/old_glibc.sh" --mounted "$@"
fi

make_base() {
    rm -rf "$root" "$place"/*.done
    debootstrap --variant=minbase bullseye "$root" ${mirror:+"$mirror"}
}

install_packages() {
    local sources=$root/etc/apt/sources.list
    sed -n 's/^deb \(.*\) bullseye main$/deb \1-security bullseye-security main/p' "$sources" \
        >"$sources.d/security.list"
    sed -n 's/^deb \(.*\) bullseye main$/deb-src \1 bookworm main/p' "$sources" \
        >"$sources.d/bookworm-source.list"
    inside apt-get -q update
    inside apt-get -qq upgrade -y
    # What Python is built with; then what Qt loads, or PyInstaller cannot follow it.
    inside apt-get -qq install -y --no-install-recommends ca-certificates build-essential pkg-config \
        dpkg-dev xz-utils libffi-dev libbz2-dev liblzma-dev zlib1g-dev libssl-dev \
        libexpat1-dev tcl \
        libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libcups2 \
        libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-shape0 \
        libxcb-randr0 libxcb-render-util0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libx11-xcb1
}

make_python() {
    # Newer versions of these functions are all that would keep the two from running on glibc 2.28
    # (UOS 20). The old ones do the same; sem_clockwait, which is new, only shields from clock changes.
    printf '__asm__(".symver %s,%s@GLIBC_2.2.5");\n' \
        exp exp exp2 exp2 log log log2 log2 pow pow >"$root/usr/local/src/old_math.h"
    inside CFLAGS="-include /usr/local/src/old_math.h" CPPFLAGS=-I/opt/python/include \
        LDFLAGS="-L/opt/python/lib -Wl,-rpath,/opt/python/lib" ac_cv_func_sem_clockwait=no \
        bash -euxc '
        rm -rf /opt/python /usr/local/src/*/
        cd /usr/local/src
        apt-get -q source sqlite3 python3.11
        cd /usr/local/src/sqlite3-*/
        CFLAGS="$CFLAGS -O2 -DSQLITE_SECURE_DELETE" ./configure --prefix=/opt/python --disable-tcl
        make -j"$(nproc)" libsqlite3.la
        make install
        cd /usr/local/src/python3.11-*/
        # Debian links this module into the interpreter, and a mend of theirs counts on it.
        core="define_macros=[(\"Py_BUILD_CORE_MODULE\", None)]"
        sed -i "s/Extension(.pyexpat., /&$core, /" setup.py
        ./configure --prefix=/opt/python --enable-shared --with-ensurepip=no --with-system-expat \
            --disable-test-modules
        make -j"$(nproc)"
        make install
        pip=$(echo "$PWD"/Lib/ensurepip/_bundled/pip-*.whl)
        /opt/python/bin/python3 "$pip/pip" install --no-index "$pip"
        rm -rf /usr/local/src/*/
    '
}

once base make_base
enter
mount --bind "$place/build" "$root/srv/jbgs/build"
once packages install_packages
[ ! -e "$certificates" ] || mount --bind "$certificates" "$root$certificates"
once python make_python
[ "${2:-}" != --python ] || exit 0
inside python3 /srv/jbgs/installer/build.py
rm -rf build/package/dist
cp -a "$place/build/package/dist" build/package/dist
cp "$place"/build/package/*.deb build/package/
