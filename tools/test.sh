#!/usr/bin/env bash
# The whole suite without a screen: the pure rooms with QGIS out of reach, then everything that needs it, windows beside
# offices and portals. Arguments go to pytest, each time.
set -uo pipefail
cd "$(dirname "$0")/.."

runtime=$(mktemp -d)   # Qt wants a private one
trap 'kill "${windows:-}" 2>/dev/null; rm -rf "$runtime"' EXIT
chmod 700 "$runtime"
export XDG_RUNTIME_DIR=$runtime QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
unset DISPLAY WAYLAND_DISPLAY

status=0 ran=0
part() { .venv/bin/python -m pytest "$@" </dev/null; }
count() {
    case $1 in
        0) ran=1 ;;
        5) ;;                   # nothing in this part was asked for
        *) ran=1 status=1 ;;
    esac
}
part tests/unit -p no:pytest_qgis -p no:pytest-qt -p tools.without_qgis "$@"
count $?
part tests/qgis "$@" >"$runtime/windows.log" 2>&1 &
windows=$!
part tests/e2e tests/portal "$@"
count $?
wait "$windows"
ended=$?
windows=
cat "$runtime/windows.log"
count "$ended"
[ "$ran" = 1 ] || { echo "no test was run" >&2; status=1; }
exit "$status"
