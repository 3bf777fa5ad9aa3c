; Only for `cargo xtask bundle test`: an uninstaller with nothing but the bundler's box and its deletion, so that our
; hook is run as it will be. 64 bits, because the Wine there has no others.
Unicode true
Target amd64-unicode
!include LogicLib.nsh
!define PRODUCTNAME "eSIM Desk"
!define VERSION "0"
!define BUNDLEID "com.esimdesk.app"
Name "${PRODUCTNAME}"
OutFile "${OUT}"
RequestExecutionLevel user
SilentInstall silent
SilentUnInstall silent
Var DeleteAppDataCheckboxState
!include "${HOOKS}"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\German.nlf"
!include "English.nsh"
!include "German.nsh"

Section Install
  SetOutPath $INSTDIR
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ; So that every text is used, as in the bundler's template, and one that is missing is noticed.
  FileOpen $9 "$INSTDIR\texts" w
!macro TELL NAME
  FileWriteUTF16LE $9 "$(${NAME})$\n"
!macroend
!insertmacro TELL addOrReinstall
!insertmacro TELL alreadyInstalled
!insertmacro TELL alreadyInstalledLong
!insertmacro TELL appRunning
!insertmacro TELL appRunningOkKill
!insertmacro TELL chooseMaintenanceOption
!insertmacro TELL choowHowToInstall
!insertmacro TELL createDesktop
!insertmacro TELL dontUninstall
!insertmacro TELL dontUninstallDowngrade
!insertmacro TELL failedToKillApp
!insertmacro TELL installingWebview2
!insertmacro TELL newerVersionInstalled
!insertmacro TELL older
!insertmacro TELL olderOrUnknownVersionInstalled
!insertmacro TELL silentDowngrades
!insertmacro TELL unableToUninstall
!insertmacro TELL uninstallApp
!insertmacro TELL uninstallBeforeInstalling
!insertmacro TELL unknown
!insertmacro TELL webview2AbortError
!insertmacro TELL webview2DownloadError
!insertmacro TELL webview2DownloadSuccess
!insertmacro TELL webview2Downloading
!insertmacro TELL webview2InstallError
!insertmacro TELL webview2InstallSuccess
!insertmacro TELL deleteAppData
  FileClose $9
SectionEnd

Function un.onInit
  ; Somebody ticked the box.
  StrCpy $DeleteAppDataCheckboxState 1
FunctionEnd

Section Uninstall
!ifmacrodef NSIS_HOOK_PREUNINSTALL
  !insertmacro NSIS_HOOK_PREUNINSTALL
!endif
  Delete "$INSTDIR\texts"
  Delete "$INSTDIR\uninstall.exe"
  ${If} $DeleteAppDataCheckboxState = 1
    SetShellVarContext current
    RmDir /r "$LOCALAPPDATA\${BUNDLEID}"
  ${EndIf}
SectionEnd
