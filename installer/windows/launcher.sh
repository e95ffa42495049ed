#!/bin/sh
# Compiles what windows_python.py cannot fetch: python.exe, and the python3.dll that libraries of the
# stable interface ask for, with every name handed on to python311.dll.
set -eu
cd "$1"
x86_64-w64-mingw32-gcc -O2 -municode -o python.exe /repo/installer/windows/launcher.c python311.dll
{
    echo "LIBRARY python3.dll"
    echo "EXPORTS"
    x86_64-w64-mingw32-objdump -p python311.dll |
        grep -oE '\] (\+base\[ *[0-9]+\] *[0-9a-f]+ )?_?Py[A-Za-z0-9_]+$' |
        sed 's/.* //; s/.*/& = python311.&/'
} >python3.def
x86_64-w64-mingw32-gcc -shared -nostdlib -Wl,-e,0 -o python3.dll python3.def
