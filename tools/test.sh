#!/usr/bin/env bash
# The whole suite without a screen: the pure rooms with QGIS out of reach, then offices; beside them windows, then the
# portal. Arguments go to pytest, each time.
set -uo pipefail
cd "$(dirname "$0")/.."

runtime=$(mktemp -d)   # Qt wants a private one
trap 'kill "${second:-}" 2>/dev/null; rm -rf "$runtime"' EXIT
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

# Two at a time: what is told of the second row follows at the end.
{
    part tests/qgis "$@"
    echo $? >"$runtime/qgis"
    part tests/portal "$@"
    echo $? >"$runtime/portal"
} >"$runtime/told" 2>&1 &
second=$!
part tests/unit -p no:pytest_qgis -p no:pytest-qt -p tools.without_qgis "$@"
count $?
part tests/e2e "$@"
count $?
wait "$second"
second=
cat "$runtime/told"
count "$(cat "$runtime/qgis" || echo 1)"
count "$(cat "$runtime/portal" || echo 1)"
[ "$ran" = 1 ] || { echo "no test was run" >&2; status=1; }
exit "$status"
