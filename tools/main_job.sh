#!/bin/sh
# The whole job without a screen: a sample application, checked, made into its documents.
set -eu
cd "$(dirname "$0")/.."

application=out/示例/申报.json
documents=out/示例/文件

echo "没有检测到屏幕，用内置的示例走一遍。"
echo "一、示例申报和它的证明材料："
.venv/bin/jbgs sample --track humanoid-robot --directions 2,8 --out "$application"
echo "二、检查："
.venv/bin/jbgs check "$application"
echo "三、生成的申报材料："
.venv/bin/jbgs export "$application" --out "$documents"
echo "完成。申报文件：$application；申报材料在文件夹：$documents"
