# Part of check.sh: the main job by command line, and places where a program is started by mistake.
# shellcheck shell=bash disable=SC2154

title "二、命令：示例、检查、生成、扫描件、报送包、核对、接收"
run sample --track humanoid-robot --directions 2,8 --out "$work/申报.json"
run check "$work/申报.json"
run export "$work/申报.json" --out "$work/文件"
book=$(ls "$root$work/文件/"*.pdf)
pdffonts "$book" >"$pictures/pdffonts.txt"
if awk 'NR > 2 && $(NF - 4) != "yes"' "$pictures/pdffonts.txt" | grep .; then
    fail "PDF 里有没有嵌入的字体。"
fi
[ "$(awk 'NR > 2' "$pictures/pdffonts.txt" | wc -l)" -ge 2 ] || fail "PDF 里没有字体。"
pdftotext "$book" "$pictures/book.txt"
unit=$("$here_python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["unit"]["name"])' \
    "$root$work/申报.json")
grep -q "$unit" "$pictures/book.txt" || fail "PDF 的文字里找不到“$unit”。"
# The computer has no scanner: the book's own pages, as pictures made outside.
"$here_python" tools/make_scans.py "$book" "$root$work/扫描"
chown -R $user_id:$user_id "$root$work/扫描"
bundle=$(run bundle "$work/申报.json" --scans "$work/扫描" --out "$work/U盘")
run verify "$bundle"
run intake "$work/U盘" --out "$work/收件"
ls "$root$work/收件/"*.docx >/dev/null || fail "没有生成推荐表。"

title "三、加密草稿：存成、检查、还原"
as_user sh -c "printf 一个很长的口令 >'$pass'"
run seal "$work/申报.json" --out "$work/草稿.jbgs" --passphrase-file "$pass"
if grep -q "$unit" "$root$work/草稿.jbgs"; then fail "草稿没有加密。"; fi
run check "$work/草稿.jbgs" --passphrase-file "$pass"
run unseal "$work/草稿.jbgs" --out "$work/还原/申报.json" --passphrase-file "$pass"
diff <(sed -E "s,(evidence|figures)/humanoid-robot/,\1/," "$root$work/申报.json") "$root$work/还原/申报.json" ||
    fail "还原的申报与原来的不同。"
as_user sh -c "printf 另一个很长的口令 >'$home/错的口令'"
run 2 check "$work/草稿.jbgs" --passphrase-file "$home/错的口令"

title "四、别的语言设置、别的文件夹、写不进去的文件夹、没有空间"
for lang in C POSIX zh_CN.GB18030 xx_YY.UTF-8; do
    run check "$work/申报.json"
    run export "$work/申报.json" --out "$work/$lang" --format docx,xlsx
    cmp "$root$work/文件/"*.docx "$root$work/$lang/"*.docx || fail "LANG=$lang 时材料不同。"
done
unset lang
for folder in / /proc /usr/lib/jbgs "$work/扫描"; do
    as_user --chdir="$folder" jbgs check "$work/申报.json" >/dev/null || fail "在 $folder 里不能启动。"
done
mkdir -p "$root/mnt/小盘" "$root/mnt/只读"
mount -t tmpfs -o size=64k,mode=1777 tmpfs "$root/mnt/小盘"
mount -t tmpfs -o ro tmpfs "$root/mnt/只读"
for place in /mnt/小盘 /mnt/只读 /proc/1; do
    run 2 export "$work/申报.json" --out "$place/文件"
    if [ -d "$root$place/文件" ] && [ -n "$(ls -A "$root$place/文件")" ]; then
        fail "写不下的时候留下了半份文件。"
    fi
done
