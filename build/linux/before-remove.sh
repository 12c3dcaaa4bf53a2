#!/bin/sh
# Before the package goes: takes our entries out of the configurations of clients, for each user who has Vitrine, and as that
# user. What it cannot do stays undone, because a package must always be removable. Settings and journal stay, after a purge too:
# they lie in homes, which are not a package's.
[ "$1" = remove ] || exit 0
relay='/opt/Vitrine/resources/relay/vitrine-relay'
[ -x "$relay" ] || exit 0
getent passwd | while IFS=: read -r user _ uid _ _ home _; do
  [ "$uid" -eq 0 ] || [ "$uid" -ge 1000 ] || continue
  [ -d "$home/.vitrine" ] || continue
  timeout 60 runuser -u "$user" -- env -i HOME="$home" PATH=/usr/bin:/bin "$relay" --uninstall </dev/null || true
done
exit 0
