; The Windows installer: for one user, without administrator rights, or for all of the computer,
; into Program Files. Made by make_setup.py with
;   makensis -INPUTCHARSET UTF8 -DPROGRAM=folder -DVERSION=1.2.3 -DICON=file -DOUTPUT=file
;       -DLONGEST=characters of the longest path in PROGRAM [-DSIGN=command]
; and on Linux, whose stubs are of another kind, with -DTARGET=amd64-unicode.
; Silent: SETUP.exe /S [/AllUsers] [/D=folder]; the exit code is 0, or 2 when Windows is too old, the
; rights are missing, the program runs or a file cannot be written. Uninstalling in silence never
; touches drafts.

!ifdef TARGET
    Target ${TARGET}
!else
    Unicode true
!endif
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include nsDialogs.nsh

; Signs the uninstaller before it is packed and the installer when it is done.
!ifdef SIGN
    !uninstfinalize '${SIGN} "%1"' = 0
    !finalize '${SIGN} "%1"' = 0
!endif

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
!define LONGEST_PATH 259

Name "${TITLE}"
OutFile "${OUTPUT}"
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
!define MUI_WELCOMEPAGE_TEXT "将安装${TITLE} ${VERSION}，不需要网络。$\r$\n$\r$\n如果已经装有旧版本，会换成这个版本；草稿、备份和设置都保留不动。$\r$\n$\r$\n安装以前请先关闭正在运行的${TITLE}。"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"

!insertmacro MUI_PAGE_WELCOME
Page custom AskForWhom TakeForWhom
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var ForAll ; 1: for all users, in Program Files and HKLM, which SHCTX then is
Var GivenFolder ; from /D=, which counts for both
Var AllButton

!macro LEAVE SENTENCE
    MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
    SetErrorLevel ${FAILED}
    Quit
!macroend

; Puts into RESULT whether we may write to HKLM, which only an administrator with raised rights may.
!macro HAS_RIGHTS RESULT
    UserInfo::GetAccountType
    Pop ${RESULT}
    ${If} ${RESULT} == "Admin"
        StrCpy ${RESULT} 1
    ${Else}
        StrCpy ${RESULT} 0
    ${EndIf}
!macroend

; Where it goes, and where an older one is, for one user or for all.
!macro SET_MODE
    ${If} $ForAll = 1
        SetShellVarContext all
        StrCpy $1 "$PROGRAMFILES64\jbgs"
    ${Else}
        SetShellVarContext current
        StrCpy $1 "$LOCALAPPDATA\Programs\jbgs"
    ${EndIf}
    ReadRegStr $0 SHCTX "${OWN_KEY}" "Folder"
    ${If} $GivenFolder != ""
        StrCpy $INSTDIR $GivenFolder
    ${ElseIf} $0 != ""
        StrCpy $INSTDIR $0
    ${Else}
        StrCpy $INSTDIR $1
    ${EndIf}
!macroend

Function .onInit
    SetRegView 64
    StrCpy $0 1
    ${IfNot} ${AtLeastWin10}
    ${OrIfNot} ${RunningX64}
        StrCpy $0 0
    ${ElseIf} ${IsNativeARM64} ; which runs our kind of program from Windows 11 on
    ${AndIfNot} ${AtLeastBuild} 22000
        StrCpy $0 0
    ${EndIf}
    ${If} $0 = 0
        !insertmacro LEAVE "${TITLE}只能装在 64 位的 Windows 10 或 Windows 11 上。这台电脑的系统不是，所以没有安装，什么都没有改动。"
    ${EndIf}
    StrCpy $GivenFolder $INSTDIR
    StrCpy $ForAll 0
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/AllUsers" $1
    ${IfNot} ${Errors}
        StrCpy $ForAll 1
        !insertmacro HAS_RIGHTS $0
        ${If} $0 = 0
            !insertmacro LEAVE "为所有用户安装要有管理员权限。请用管理员身份运行安装程序，或者只为自己安装。现在什么都没有改动。"
        ${EndIf}
    ${EndIf}
    !insertmacro SET_MODE
FunctionEnd

Function AskForWhom
    !insertmacro MUI_HEADER_TEXT "为谁安装" "草稿总是存在各个用户自己的文件夹里。"
    nsDialogs::Create 1018
    Pop $0
    ${NSD_CreateRadioButton} 0 8u 100% 12u "只为我安装，不需要管理员权限(&M)"
    Pop $0
    ${NSD_CreateRadioButton} 0 28u 100% 12u "为这台电脑的所有用户安装，要管理员权限(&A)"
    Pop $AllButton
    ${NSD_CreateLabel} 12u 44u -12u 30u "装在“Program Files”里。单位的电脑只准运行那里的程序时（AppLocker 等），请选这一项。"
    Pop $1
    ${If} $ForAll = 1
        ${NSD_Check} $AllButton
    ${Else}
        ${NSD_Check} $0
    ${EndIf}
    nsDialogs::Show
FunctionEnd

; Without the rights, the setup starts once more and Windows asks for them.
Function TakeForWhom
    ${NSD_GetState} $AllButton $0
    StrCpy $ForAll 0
    ${If} $0 = ${BST_CHECKED}
        !insertmacro HAS_RIGHTS $0
        ${If} $0 = 0
            ClearErrors
            ExecShell "runas" "$EXEPATH" "/AllUsers"
            ${IfNot} ${Errors}
                Quit
            ${EndIf}
            MessageBox MB_OK|MB_ICONEXCLAMATION "没有得到管理员权限，不能为所有用户安装。请管理员来装，或者选“只为我安装”。"
            Abort
        ${EndIf}
        StrCpy $ForAll 1
    ${EndIf}
    !insertmacro SET_MODE
FunctionEnd

; Greys 安装 out where the longest of our files would get a path that Windows does not take.
Function .onVerifyInstDir
    StrLen $0 $INSTDIR
    IntOp $0 $0 + ${LONGEST}
    ${If} $0 >= ${LONGEST_PATH}
        Abort
    ${EndIf}
FunctionEnd

; Not with raised rights, under which the drafts would be another user's.
Function StartProgram
    ${If} $ForAll = 1
        Exec '"$WINDIR\explorer.exe" "$INSTDIR\${WINDOW}"'
    ${Else}
        Exec '"$INSTDIR\${WINDOW}"'
    ${EndIf}
FunctionEnd

Function un.onInit
    SetRegView 64
    StrCpy $ForAll 0
    ReadRegStr $0 HKLM "${OWN_KEY}" "Folder"
    ${If} $0 == $INSTDIR
        StrCpy $ForAll 1
        SetShellVarContext all
        !insertmacro HAS_RIGHTS $0
        ${If} $0 = 0
            ${IfNot} ${Silent}
                ClearErrors
                ExecShell "runas" "$INSTDIR\uninstall.exe"
                ${IfNot} ${Errors}
                    Quit
                ${EndIf}
            ${EndIf}
            !insertmacro LEAVE "${TITLE}是为所有用户安装的，卸载要有管理员权限。现在什么都没有改动。"
        ${EndIf}
    ${EndIf}
FunctionEnd

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
    WriteRegStr SHCTX "Software\Classes\${ENDING}" "" "${KIND}"
    WriteRegStr SHCTX "Software\Classes\${ENDING}\OpenWithProgids" "${KIND}" ""
    WriteRegStr SHCTX "Software\Classes\${KIND}" "" "${NAME}"
    WriteRegStr SHCTX "Software\Classes\${KIND}\DefaultIcon" "" '"$INSTDIR\${WINDOW}",0'
    WriteRegStr SHCTX "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
!macroend

!macro FORGET_DOUBLE_CLICK ENDING KIND
    DeleteRegValue SHCTX "Software\Classes\${ENDING}\OpenWithProgids" "${KIND}"
    DeleteRegKey /ifempty SHCTX "Software\Classes\${ENDING}\OpenWithProgids"
    ReadRegStr $0 SHCTX "Software\Classes\${ENDING}" ""
    ${If} $0 == "${KIND}"
        DeleteRegValue SHCTX "Software\Classes\${ENDING}" ""
    ${EndIf}
    DeleteRegKey /ifempty SHCTX "Software\Classes\${ENDING}"
    DeleteRegKey SHCTX "Software\Classes\${KIND}"
!macroend

Section "程序（必需）" SecProgram
    SectionIn RO
    StrLen $0 $INSTDIR ; a silent setup has not asked
    IntOp $0 $0 + ${LONGEST}
    ${If} $0 >= ${LONGEST_PATH}
        !insertmacro LEAVE "文件夹“$INSTDIR”的路径太长，Windows 放不下程序的文件。请换一个路径短的文件夹，例如“C:\jbgs”。现在什么都没有改动。"
    ${EndIf}
    ReadRegStr $1 SHCTX "${OWN_KEY}" "Folder"
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
        !insertmacro LEAVE "有文件没有写进“$INSTDIR”，程序没有装好。$\r$\n$\r$\n请检查磁盘空间和这个文件夹的权限，关闭正在扫描它的杀毒软件，再装一次。草稿没有受到影响。"
    ${EndIf}

    CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${WINDOW}"
    WriteRegStr SHCTX "${OWN_KEY}" "Folder" "$INSTDIR"
    !insertmacro OPEN_BY_DOUBLE_CLICK ".jbgs" ${DRAFT} "揭榜挂帅申报草稿"
    !insertmacro OPEN_BY_DOUBLE_CLICK ".jbgscall" ${CALL} "揭榜挂帅通知数据"
    WriteRegStr SHCTX "${APP_PATHS}\${WINDOW}" "" "$INSTDIR\${WINDOW}"
    WriteRegStr SHCTX "${APP_PATHS}\${COMMANDS}" "" "$INSTDIR\${COMMANDS}"

    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOW}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "jbgs_desktop"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    ${GetSize} "$INSTDIR" "/M=${SECOND_ARCHIVE} /S=0K" $3 $1 $2
    IntOp $0 $0 - $3
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0
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
    DeleteRegKey SHCTX "${APP_PATHS}\${WINDOW}"
    DeleteRegKey SHCTX "${APP_PATHS}\${COMMANDS}"
    DeleteRegKey SHCTX "${UNINSTALL_KEY}"
    DeleteRegKey SHCTX "${OWN_KEY}"
    ${RefreshShellIcons}

    ; Where JBGS_HOME names another folder, that one is the administrator's to keep; and with a program
    ; for all users, each has drafts that nobody else is asked about.
    ${If} $ForAll = 0
    ${AndIf} ${FileExists} "$LOCALAPPDATA\jbgs\*.*"
    ${AndIf} ${Cmd} `MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 \
        "程序已经卸载。草稿、备份和设置还在“$LOCALAPPDATA\jbgs”里，以后重新安装可以接着用。$\r$\n$\r$\n要把它们也删除吗？删除以后不能恢复。不清楚时请选“否”。" \
        /SD IDNO IDYES`
        RMDir /r "$LOCALAPPDATA\jbgs"
    ${EndIf}
SectionEnd
