; What our installers do besides what the bundler's do.
;
; The bundler's uninstaller has a box that deletes the application data: here the order book. What was sold is not an
; installer's to forget, so a tick in it does nothing, and the words beside it (English.nsh, German.nsh) say that.
; The switches (/S, /P, /NS, /R, /D=) are the bundler's; docs/systems.md has them.

!macro NSIS_HOOK_PREUNINSTALL
  StrCpy $DeleteAppDataCheckboxState 0
!macroend
