#!/bin/sh
# The whole job without a screen: a sample application, checked, made into its documents, its book
# scanned (here: its own pages as pictures), the bundle for the stick written and verified.
# JBGS=… is another program than that of .venv.
set -eu
cd "$(dirname "$0")/.."

jbgs=${JBGS:-.venv/bin/jbgs}

application=out/示例/申报.json
documents=out/示例/文件
scans=out/示例/扫描
stick=out/示例/U盘

# A bundle that is there is never overwritten; those of earlier runs go.
rm -rf "$documents" "$scans" "$stick"

echo "没有检测到屏幕，用内置的示例走一遍。"
echo "一、示例申报和它的证明材料："
"$jbgs" sample --track humanoid-robot --directions 2,8 --out "$application"
echo "二、检查："
"$jbgs" check "$application"
echo "三、生成的申报材料："
"$jbgs" export "$application" --out "$documents"
echo "四、模拟打印、盖章后的扫描件，写成报送包："
.venv/bin/python tools/make_scans.py "$documents"/*.pdf "$scans"
bundle=$("$jbgs" bundle "$application" --scans "$scans" --out "$stick")
echo "$bundle"
echo "五、核对报送包："
"$jbgs" verify "$bundle"
echo "完成。申报文件：$application；申报材料在文件夹：$documents；报送包：$bundle"
