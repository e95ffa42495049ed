PYTHON ?= python3
BIN = .venv/bin
CODE = jbgs_desktop tests tools installer $(wildcard benchmarks)
COMPILE = build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header

# What `make test` tries a few times, tried often.
LONG = --kills 10000 --window-kills 500 --every-bit --every-fault --scan-sets 1000 --pulls 200 \
	--section-edits 100000 --register-steps 10000 --collisions 60000000 \
	--call-workbooks 10000
QT ?= 6.8.0.2
# Of the computer that a package is for.
ARCH ?= amd64

.PHONY: run test test-window test-qt long bench scoreboard manual pictures map package portable check-package check-portable check-frozen check-pinyin check-clipboard check-screen-reader check-windows check-fresh check lock audit

run:  ## 有屏幕时打开窗口；没有屏幕时用示例走一遍：检查，生成文件
	@$(PYTHON) tools/setup.py run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(BIN)/jbgs-desktop; \
	else sh tools/main_job.sh; fi

test:  ## 全部测试
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m pytest -n 2

test-window:  ## 窗口的测试，在真的 X 服务器上（Xvfb 和 openbox）
	@$(PYTHON) tools/setup.py window
	$(BIN)/python -m pytest -n 2 --xcb 1366x768 tests/test_app.py tests/ui

test-qt:  ## 窗口的测试，用另一个版本的 Qt：QT=6.8.0.2
	@$(PYTHON) tools/setup.py test
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --no-deps --upgrade \
		--target build/qt-$(QT) PySide6-Essentials==$(QT) shiboken6==$(QT)
	PYTHONPATH=build/qt-$(QT) $(BIN)/python -m pytest -n 2 tests/test_app.py tests/ui

long:  ## 次数很多的测试，另一个版本的 Qt，空白系统和 wine 里的试装：要 root，要一夜
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m pytest -n 2 $(LONG)
	$(MAKE) test-window test-qt check-fresh check-package check-portable check-pinyin check-clipboard check-screen-reader check-windows

bench:  ## 量速度
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m benchmarks

package:  ## Linux 安装包（.deb），放在 build/package/；用 root 运行、装有 debootstrap 时在 Debian 11 里构建；ARCH=arm64 用 qemu 做，放在 build/arm64/
	@if [ "$(ARCH)" = arm64 ]; then bash installer/linux/arm64.sh; \
	elif [ "$$(id -u)" = 0 ] && command -v debootstrap >/dev/null; then \
	bash installer/linux/old_glibc.sh; else $(PYTHON) installer/build.py; fi

portable: package  ## 便携版（不用安装，放在优盘上启动），放在 build/portable/；Windows 的先用 wine.sh prepare build 做好
	$(PYTHON) installer/portable.py

check-portable: portable  ## 便携版在 exFAT 优盘上、两台什么都没有的 Debian 里试用（要 root）
	ARCH=$(ARCH) bash installer/linux/check_portable.sh

check-package: package  ## 在一台什么都没有的 Debian 里试装、试用、卸载（要 root）
	ARCH=$(ARCH) bash installer/linux/check.sh

check-frozen:  ## 打包成不用 Python 的程序，用它把示例走一遍
	@$(PYTHON) tools/setup.py test
	$(PYTHON) installer/build.py --folder
	JBGS=build/package/dist/jbgs/jbgs sh tools/main_job.sh

check-pinyin:  ## 用真的 fcitx 5 和 ibus 在程序里打拼音；PROGRAM=… 换成打包后的程序
# Debian: xvfb dbus openbox xdotool imagemagick fcitx5 fcitx5-chinese-addons ibus ibus-libpinyin
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m installer.linux.pinyin $(or $(PROGRAM),$(BIN)/jbgs-desktop)

check-screen-reader:  ## 像读屏软件那样听程序的每一页；PROGRAM=… 换成打包后的程序
# Debian: xvfb dbus openbox xdotool imagemagick at-spi2-core python3-gi gir1.2-atspi-2.0
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m installer.linux.screen_reader $(or $(PROGRAM),$(BIN)/jbgs-desktop)

check-clipboard:  ## 在LibreOffice里复制，粘贴到程序里；PROGRAM=… 换成打包后的程序
# Debian: xvfb dbus openbox xdotool imagemagick libreoffice-writer libreoffice-calc
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m installer.linux.clipboard $(or $(PROGRAM),$(BIN)/jbgs-desktop)

check-windows:  ## 在 wine 里生成 Windows 安装程序，试装、试用、卸载（要 root；不能代替真正的 Windows）
	bash installer/windows/wine.sh

check-fresh:  ## README 的两条命令，在空的 Debian 12 和 13 里各走一遍（要 root 和 debootstrap；可加 ROOTS=trixie）
	bash installer/linux/fresh.sh

scoreboard:  ## Word文件里的哪些内容读得出、哪些会说明没有带入（docs/developer/docx-scoreboard.md）
	@$(PYTHON) tools/setup.py test
	@$(BIN)/python -m tests.documents.docx_reader.scoreboard

manual:  ## 从窗口里拍下手册的图片，再从 docs/ 生成手册的网页
	@$(PYTHON) tools/setup.py test
	$(BIN)/python tools/make_pictures.py
	$(BIN)/python -m tools.make_call_pictures
	$(BIN)/python tools/make_manual.py

pictures:  ## 全部页面和对话框拍在四张图上：浅色深色，100%、150%，放在 build/pictures/
	@$(PYTHON) tools/setup.py test
	$(BIN)/python -m tools.make_contact_sheets

map:  ## 按今天的 import 重画 docs/developer/rooms.svg
	$(PYTHON) tools/make_map.py

check:  ## 代码风格与类型
	@$(PYTHON) tools/setup.py test
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy $(CODE)

lock:  ## 按 pyproject.toml 重新锁定依赖；升级时加 UPGRADE=--upgrade
	$(PYTHON) -m venv --without-pip build/uv
	$(PYTHON) -m pip --python build/uv/bin/python install --quiet uv
	$(COMPILE) $(UPGRADE) requirements/build.in -o requirements/build.txt
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) $(UPGRADE) requirements/package.in -c requirements/run.txt -o requirements/package.txt

audit:  ## 查锁定的依赖有没有公开的漏洞（软件源提供时），列出许可
	@$(PYTHON) tools/setup.py test
	$(PYTHON) -m venv --without-pip build/audit
	$(PYTHON) -m pip --python build/audit/bin/python install --quiet pip-audit
	$(BIN)/python -m tools.audit build/audit/bin/pip-audit
