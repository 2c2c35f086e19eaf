#!/usr/bin/env bash
# The whole suite without a screen: the pure rooms with QGIS out of reach, then everything that needs it.
# Arguments go to pytest, both times.
set -uo pipefail
cd "$(dirname "$0")/.."

runtime=$(mktemp -d)   # Qt wants a private one
trap 'rm -rf "$runtime"' EXIT
chmod 700 "$runtime"
export XDG_RUNTIME_DIR=$runtime QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
unset DISPLAY WAYLAND_DISPLAY

status=0 ran=0
run() {
    .venv/bin/python -m pytest "$@" </dev/null
    case $? in
        0) ran=1 ;;
        5) ;;                   # nothing in this half was asked for
        *) ran=1 status=1 ;;
    esac
}
run tests/unit -p no:pytest_qgis -p no:pytest-qt -p tools.without_qgis "$@"
run tests --ignore=tests/unit "$@"
[ "$ran" = 1 ] || { echo "no test was run" >&2; status=1; }
exit "$status"
