#!/usr/bin/env bash
# Every gate, each to its end, so that one run tells all there is to mend.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
status=0
gate() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1 </dev/null); then
        echo "ok      $name"
    else
        printf '%s\nFAILED  %s\n' "$output" "$name"
        status=1
    fi
}
gate "format"                          $bin/ruff format --check .
gate "lint, Python 3.10 floor"         $bin/ruff check .
gate "types, Python 3.10 floor"        $bin/mypy
gate "walls between the rooms"         $bin/lint-imports --no-logo --config tools/gates/rooms.importlinter
gate "one module an outside thing"     $bin/lint-imports --no-logo --config tools/gates/outside.importlinter
gate "security"                        $bin/bandit -q -c pyproject.toml -r plugin portal -x plugin/store
# SQL is put together in the store alone, from quoted identifiers of validated definitions; values are parameters.
gate "security of the store"           $bin/bandit -q -c pyproject.toml -s B101,B608 -r plugin/store
gate "shell scripts"                   bash -c 'for script in tools/*.sh .ci/run; do bash -n "$script" || exit 1; done'
gate "Qt 6, texts, paths"              $bin/python -m tools.gates
gate "data dictionary up to date"      $bin/python tools/data_dictionary.py --check
gate "page of checks up to date"       $bin/python tools/checks_page.py --check
exit "$status"
