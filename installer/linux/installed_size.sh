# Part of check.sh: what the installed program takes, part by part, and that it takes no more.
# docs/developer/release.md has the table and says what cannot go.
# shellcheck shell=bash disable=SC2154

largest=215 # MB of 1,000,000 bytes

installed_size() { # FOLDER
    find "$1" -type f -printf '%s %P\n' | awk -v largest=$largest '
        function part(path) {
            if (path ~ /^_internal\/typst/) return "typst"
            if (path ~ /^_internal\/(PySide6|shiboken6)/) return "Qt"
            if (path ~ /^_internal\/resources\/fonts/) return "fonts"
            if (path ~ /^_internal\/(cryptography|libcrypto)/) return "cryptography, OpenSSL"
            if (path ~ /^_internal\/pypdfium2/) return "pdfium"
            if (path ~ /^_internal\/(PIL|pillow)/) return "Pillow"
            if (path ~ /^_internal\/(lxml|pydantic_core|zxingcpp)\//) return "lxml, pydantic, zxing"
            if (path ~ /^_internal\/resources/) return "calls, samples, manual"
            if (path ~ /^_internal\/(libpython|python3|base_library)|^jbgs-desktop/) return "Python, its modules, our code"
            return "rest: SQLite, licences, small libraries"
        }
        { size[part($2)] += $1; all += $1 }
        END {
            for (name in size) printf "%6.1f MB  %s\n", size[name] / 1e6, name | "sort -rn"
            close("sort -rn")
            printf "%6.1f MB  together, at most %d\n", all / 1e6, largest
            exit all / 1e6 > largest
        }'
}
