@echo off
rem Makes the Windows installer on Windows: build\windows\jbgs-desktop-VERSION-setup.exe
rem Needs Python 3.11 (64 bit) and NSIS 3, and the packages of requirements\ from the network.
rem JBGS_SIGN is a command that signs the file named after it: the programs, uninstaller and setup.
chcp 65001 >nul
cd /d "%~dp0..\.."
set "RUN=py -3.11"
if defined PYTHON set RUN="%PYTHON:"=%"
%RUN% -c "import struct, sys; sys.exit(sys.version_info[:2] != (3, 11) or struct.calcsize(chr(80)) != 8)" 2>nul
if errorlevel 1 (
    echo 没有找到 64 位的 Python 3.11。请安装 python.org 的 Python 3.11，安装时选上 py launcher，再运行一次。
    echo 装在别处的，先用 set PYTHON=完整路径 指定 python.exe。
    exit /b 2
)
set PYTHONUTF8=1
%RUN% installer\windows\make_setup.py
if errorlevel 1 exit /b 2
