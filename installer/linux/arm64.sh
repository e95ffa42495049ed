#!/bin/bash
# The package for ARM64 (Kylin V10 SP1 on Kunpeng or Phytium, Debian 11 and later), made on an amd64
# computer: `make package ARCH=arm64`. A Debian 11 for arm64 runs under qemu; what takes long is done
# outside of it: Python is cross-compiled, the wheels are fetched and the package is packed here.
# Needs root, debootstrap, qemu-user-static, Python 3.11; everything is kept in build/arm64 for next
# time, and the compilers in the root of old_glibc.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
. installer/linux/host_network.sh
. installer/linux/old_root.sh

here=$PWD
place=$here/build/arm64
root=$place/bullseye
tools=$here/build/package/old-glibc/bullseye
site=$place/environment/lib/python3.11/site-packages
export ARCH=arm64 # which installer/build.py reads
mkdir -p "$place"

if [ "${1:-}" != --mounted ]; then
    bash installer/linux/old_glibc.sh --python
    exec unshare --mount bash "$0" --mounted
fi

register_qemu() { # "F": the kernel opens qemu now, so that no root needs a copy of it
    local register=/proc/sys/fs/binfmt_misc
    [ -e $register/register ] || mount -t binfmt_misc none $register
    [ -e $register/qemu-aarch64 ] || cat /usr/lib/binfmt.d/qemu-aarch64.conf >$register/register
}

make_base() {
    rm -rf "$root" "$place"/*.done
    debootstrap --variant=minbase --arch=arm64 bullseye "$root" ${mirror:+"$mirror"}
}

install_packages() { # the security archive of Debian 11 has no arm64
    inside apt-get -qq install -y --no-install-recommends ca-certificates binutils \
        libffi-dev libbz2-dev liblzma-dev zlib1g-dev libssl-dev libexpat1-dev pkg-config libc6-dev \
        libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libcups2 libsm6 libice6 \
        libstdc++6 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 \
        libxcb-shape0 libxcb-randr0 libxcb-render-util0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 \
        libx11-xcb1
}

with_tools() { # in the amd64 root, with the arm64 one as its sysroot
    chroot "$tools" /usr/bin/env -i "${network[@]}" PATH=/opt/python/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        LANG=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive PIP_CERT="$certificates" "$@"
}

install_compilers() {
    with_tools apt-get -qq install -y --no-install-recommends gcc-aarch64-linux-gnu \
        g++-aarch64-linux-gnu libc6-dev-arm64-cross
}

make_python() {
    # shellcheck disable=SC2016
    with_tools bash -euxc '
        sysroot=/sysroot out=/sysroot
        cd /usr/local/src
        rm -rf */
        dpkg-source -x sqlite3_*.dsc
        dpkg-source -x python3.11_*.dsc
        export CC="aarch64-linux-gnu-gcc --sysroot=$sysroot" CXX="aarch64-linux-gnu-g++ --sysroot=$sysroot"
        export PKG_CONFIG_LIBDIR=$sysroot/usr/lib/aarch64-linux-gnu/pkgconfig PKG_CONFIG_SYSROOT_DIR=$sysroot
        build="--host=aarch64-linux-gnu --build=x86_64-linux-gnu --prefix=/opt/python"
        cd /usr/local/src/sqlite3-*/
        # The generators of its sources have to run here.
        for_here="BCC=gcc LEMON_FOR_BUILD=lemon-for-build"
        ac_cv_prog_BUILD_CC=gcc config_BUILD_CC=gcc CFLAGS="-O2 -DSQLITE_SECURE_DELETE" \
            ./configure $build --disable-tcl
        make -j"$(nproc)" $for_here libsqlite3.la
        make $for_here lib_install install-includeHEADERS DESTDIR=$out ||
            make $for_here install DESTDIR=$out
        cd /usr/local/src/python3.11-*/
        core="define_macros=[(\"Py_BUILD_CORE_MODULE\", None)]"
        sed -i "s/Extension(.pyexpat., /&$core, /" setup.py
        CPPFLAGS="-I$out/opt/python/include" LDFLAGS="-L$out/opt/python/lib -Wl,-rpath,/opt/python/lib" \
            ./configure $build --with-build-python=/opt/python/bin/python3.11 --enable-shared \
            --with-ensurepip=no --with-system-expat --disable-test-modules --with-openssl=$sysroot/usr \
            ac_cv_buggy_getaddrinfo=no ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no \
            ac_cv_func_sem_clockwait=no
        make -j"$(nproc)"
        # The build and the installation do not agree on the name of this module.
        made=$(ls "$(cat pybuilddir.txt)"/_sysconfigdata_*.py | head -n 1)
        for name in aarch64-linux-gnu aarch64; do
            wanted=$(dirname "$made")/_sysconfigdata__linux_$name.py
            [ -e "$wanted" ] || cp "$made" "$wanted"
        done
        make install DESTDIR=$out
        rm -rf /usr/local/src/*/
    '
}

install_wheels() { # exactly the locked ones, but for Qt, see requirements/arm64.txt
    rm -rf "$place/environment"
    inside python3 -m venv --without-pip --symlinks /srv/jbgs/build/arm64/environment
    python3 - >"$place/run.txt" <<'PYTHON'
import pathlib, re
text = pathlib.Path("requirements/run.txt").read_text()
print(re.sub(r"(?m)^(pyside6-essentials|shiboken6)==(?:.*\\\n)*.*\n", "", text))
PYTHON
    python3 -m pip install --quiet --target "$site" --no-deps --only-binary :all: \
        --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none \
        --platform manylinux_2_31_aarch64 --platform manylinux_2_28_aarch64 \
        --platform manylinux_2_17_aarch64 --platform manylinux2014_aarch64 --platform any \
        --require-hashes -r requirements/build.txt -r "$place/run.txt" -r requirements/package.txt \
        -r requirements/arm64.txt
}

freeze() {
    inside sh -c 'cd /srv/jbgs/installer && python3 -c "
import build
build.freeze(build.ENVIRONMENT / \"bin/python\")"'
}

register_qemu
once base make_base
enter
once packages install_packages
mkdir -p "$tools/sysroot" "$tools/lib/aarch64-linux-gnu"
mount --bind "$root" "$tools/sysroot"
# Links of the sysroot that begin at the root lead there.
mount --bind "$root/lib/aarch64-linux-gnu" "$tools/lib/aarch64-linux-gnu"
mount -t proc proc "$tools/proc"
mount --bind /dev "$tools/dev"
cp /etc/resolv.conf "$tools/etc/resolv.conf"
[ ! -e "$certificates" ] || mount --bind "$certificates" "$tools$certificates"
once compilers install_compilers
once python make_python
locks=$(cat requirements/*.txt | sha256sum)
if [ "$(cat "$place/wheels" 2>/dev/null)" != "$locks" ]; then
    rm -f "$place/wheels.done"
fi
once wheels install_wheels
echo "$locks" >"$place/wheels"
echo "$(date +%T) 打包（过程记在 $place/freeze.log）"
freeze >"$place/freeze.log" 2>&1 || { tail -n 20 "$place/freeze.log"; exit 1; }
(cd installer && python3 -c 'import build; build.report(build.make_deb())')
