; The Windows installer: per user, without administrator rights. Made by make_setup.py with
;   makensis -INPUTCHARSET UTF8 -DPROGRAM=folder -DVERSION=1.2.3 -DICON=file -DOUTPUT=file
; and on Linux, whose stubs are of another kind, with -DTARGET=amd64-unicode.
; Silent: SETUP.exe /S [/D=folder]; the exit code is 0, or 2 when the program runs or a file cannot
; be written. Uninstalling in silence never touches drafts.

!ifdef TARGET
    Target ${TARGET}
!else
    Unicode true
!endif
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define TITLE "揭榜挂帅申报材料"
!define WINDOW "jbgs-desktop.exe"
!define COMMANDS "jbgs.exe"
; PyInstaller's archive, which each program looks for beside itself by its own name.
!define ARCHIVE "jbgs-desktop.pkg"
!define SECOND_ARCHIVE "jbgs.pkg"
!define DRAFT "jbgs.draft"
!define CALL "jbgs.call"
!define OWN_KEY "Software\jbgs-desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\jbgs-desktop"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define FAILED 2

Name "${TITLE}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\jbgs"
InstallDirRegKey HKCU "${OWN_KEY}" "Folder"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "见安装文件夹里的 LICENSE"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_WELCOMEPAGE_TITLE "安装${TITLE}"
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装${TITLE} ${VERSION}，不需要管理员权限，也不需要网络。$\r$\n$\r$\n如果已经装有旧版本，会换成这个版本；草稿、备份和设置都保留不动。$\r$\n$\r$\n安装以前请先关闭正在运行的${TITLE}。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Leaves the whole setup when one of the programs in FOLDER runs: nobody can write to it then.
!macro DEMAND_CLOSED FOLDER PROGRAM
    ${If} ${FileExists} "${FOLDER}\${PROGRAM}"
        ${Do}
            ClearErrors
            FileOpen $0 "${FOLDER}\${PROGRAM}" a
            ${IfNot} ${Errors}
                FileClose $0
                ${ExitDo}
            ${EndIf}
            ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION \
                "${TITLE}正在运行，它的文件现在不能更换。$\r$\n$\r$\n请先在程序里保存并关闭它的窗口，再点“重试”。点“取消”则什么都不改变。" \
                /SD IDCANCEL IDCANCEL`
                SetErrorLevel ${FAILED}
                Quit
            ${EndIf}
        ${Loop}
    ${EndIf}
!macroend

; Only what a setup has put there: the folder may be one that people keep other things in.
!macro REMOVE_PROGRAM FOLDER
    Delete "${FOLDER}\${WINDOW}"
    Delete "${FOLDER}\${COMMANDS}"
    Delete "${FOLDER}\${ARCHIVE}"
    Delete "${FOLDER}\${SECOND_ARCHIVE}"
    RMDir /r "${FOLDER}\_internal"
    Delete "${FOLDER}\uninstall.exe"
    RMDir "${FOLDER}"
!macroend

!macro OPEN_BY_DOUBLE_CLICK ENDING KIND NAME
    WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${KIND}"
    WriteRegStr HKCU "Software\Classes\${KIND}" "" "${NAME}"
    WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" '"$INSTDIR\${WINDOW}",0'
    WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
!macroend

!macro FORGET_DOUBLE_CLICK ENDING KIND
    ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
    ${If} $0 == "${KIND}"
        DeleteRegValue HKCU "Software\Classes\${ENDING}" ""
        DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}"
    ${EndIf}
    DeleteRegKey HKCU "Software\Classes\${KIND}"
!macroend

Section "程序（必需）" SecProgram
    SectionIn RO
    ReadRegStr $1 HKCU "${OWN_KEY}" "Folder"
    ${If} $1 != ""
        !insertmacro DEMAND_CLOSED $1 ${WINDOW}
        !insertmacro DEMAND_CLOSED $1 ${COMMANDS}
        !insertmacro REMOVE_PROGRAM $1
    ${EndIf}
    SetOutPath "$INSTDIR"
    ClearErrors
    SetOverwrite try
    File /r /x "${SECOND_ARCHIVE}" "${PROGRAM}\*.*"
    ; Both are the same; where the disk knows no second names, it gets a copy.
    System::Call 'kernel32::CreateHardLink(t "$INSTDIR\${SECOND_ARCHIVE}", t "$INSTDIR\${ARCHIVE}", p 0) i .r0'
    ${If} $0 = 0
        CopyFiles /SILENT "$INSTDIR\${ARCHIVE}" "$INSTDIR\${SECOND_ARCHIVE}"
    ${EndIf}
    WriteUninstaller "$INSTDIR\uninstall.exe"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONSTOP "有文件没有写进“$INSTDIR”，程序没有装好。$\r$\n$\r$\n请检查磁盘空间和这个文件夹的权限，关闭正在扫描它的杀毒软件，再装一次。草稿没有受到影响。" /SD IDOK
        SetErrorLevel ${FAILED}
        Quit
    ${EndIf}

    CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${OWN_KEY}" "Folder" "$INSTDIR"
    !insertmacro OPEN_BY_DOUBLE_CLICK ".jbgs" ${DRAFT} "揭榜挂帅申报草稿"
    !insertmacro OPEN_BY_DOUBLE_CLICK ".jbgscall" ${CALL} "揭榜挂帅通知数据"
    WriteRegStr HKCU "${APP_PATHS}\${WINDOW}" "" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${APP_PATHS}\${COMMANDS}" "" "$INSTDIR\${COMMANDS}"

    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "jbgs_desktop"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    ${GetSize} "$INSTDIR" "/M=${SECOND_ARCHIVE} /S=0K" $3 $1 $2
    IntOp $0 $0 - $3
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
    ${RefreshShellIcons}
SectionEnd

Section /o "桌面快捷方式" SecDesktop
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${WINDOW}"
SectionEnd

LangString DESC_PROGRAM ${LANG_SIMPCHINESE} "程序本身、开始菜单里的入口，双击 .jbgs 草稿就能打开。"
LangString DESC_DESKTOP ${LANG_SIMPCHINESE} "在桌面上也放一个入口。"
!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
    !insertmacro MUI_DESCRIPTION_TEXT ${SecProgram} $(DESC_PROGRAM)
    !insertmacro MUI_DESCRIPTION_TEXT ${SecDesktop} $(DESC_DESKTOP)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

Section "Uninstall"
    !insertmacro DEMAND_CLOSED $INSTDIR ${WINDOW}
    !insertmacro DEMAND_CLOSED $INSTDIR ${COMMANDS}
    !insertmacro REMOVE_PROGRAM $INSTDIR
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    Delete "$DESKTOP\${TITLE}.lnk"
    !insertmacro FORGET_DOUBLE_CLICK ".jbgs" ${DRAFT}
    !insertmacro FORGET_DOUBLE_CLICK ".jbgscall" ${CALL}
    DeleteRegKey HKCU "${APP_PATHS}\${WINDOW}"
    DeleteRegKey HKCU "${APP_PATHS}\${COMMANDS}"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
    DeleteRegKey HKCU "${OWN_KEY}"
    ${RefreshShellIcons}

    ; Where JBGS_HOME names another folder, that one is the administrator's to keep.
    ${If} ${FileExists} "$LOCALAPPDATA\jbgs\*.*"
    ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 \
        "程序已经卸载。草稿、备份和设置还在“$LOCALAPPDATA\jbgs”里，以后重新安装可以接着用。$\r$\n$\r$\n要把它们也删除吗？删除以后不能恢复。不清楚时请选“否”。" \
        /SD IDNO IDYES`
        RMDir /r "$LOCALAPPDATA\jbgs"
    ${EndIf}
SectionEnd
