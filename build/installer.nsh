; What the uninstaller for Windows does beside removing files. An update runs the uninstaller too, and must change nothing.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; How Windows starts Vitrine at login, and whether the user has switched that off in Task Manager.
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "app.vitrine.odoo"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "app.vitrine.odoo"
    StrCpy $R9 ""
    ; A silent uninstallation keeps the data.
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Also delete Vitrine's settings, its record of what was asked, and its keys on this computer?$\r$\n$\r$\nNo keeps them for another installation." /SD IDNO IDNO vitrineKeepsData
    StrCpy $R9 " --data"
    vitrineKeepsData:
    ; Takes our entries out of the configurations of clients. Whatever comes of it, the files go.
    nsExec::Exec '"$INSTDIR\resources\relay\vitrine-relay.exe" --uninstall$R9'
    Pop $R8
  ${endIf}
!macroend
