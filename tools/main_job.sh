#!/bin/sh
# The whole job without a screen: a sample application, checked, made into its documents.
set -eu
cd "$(dirname "$0")/.."

application=out/示例/申报.json
documents=out/示例/文件

.venv/bin/jbgs sample --track humanoid-robot --directions 2,8 --out "$application"
.venv/bin/jbgs check "$application"
.venv/bin/jbgs export "$application" --out "$documents"

printf '\n示例申报：%s\n生成的文件：\n' "$application"
find "$documents" -type f | sort | sed 's/^/  /'
