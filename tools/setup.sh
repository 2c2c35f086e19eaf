#!/usr/bin/env bash
# Brings a Debian machine to where the tree can be run, tested and packaged: system packages where they are missing,
# then a virtual environment in .venv with the pinned requirements. Repeatable; says nothing when there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-/usr/bin/python3}
stamp=.venv/.vidbudova-stamp
packages=(
    python3-qgis qgis python3-gdal gdal-bin python3-shapely python3-requests   # what the plugin runs in
    python3-venv qttools5-dev-tools pyqt5-dev-tools                            # what it is built with
    xvfb xauth xdotool fonts-dejavu                                            # a window without a screen
    postgresql                                                                 # the portal's second database
)

say() { printf 'setup: %s\n' "$*" >&2; }

missing_packages() {
    local package
    for package in "${packages[@]}"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
    done
}

install_packages() {
    local missing=$1 as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "these packages are missing and you are not root; ask for: apt-get install $missing"
            exit 2
        fi
        as_root=(sudo)
    fi
    say "installing $missing"
    "${as_root[@]}" apt-get update -qq </dev/null || say "apt-get update failed; trying with the lists that are there"
    # shellcheck disable=SC2086  # a list of names
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Use-Pty=0 $missing </dev/null >/dev/null
}

system() {
    local missing
    if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        missing=$(missing_packages)
        [ -z "$missing" ] || install_packages "$missing"
    elif ! "$python" -c 'import qgis.core, osgeo.ogr, shapely, venv' 2>/dev/null; then
        say "this is no Debian-like system; install by its own means what Debian calls: ${packages[*]}"
        say "and set PYTHON to the interpreter that imports qgis (now $python)"
        exit 2
    fi
}

names() { sed 's/==.*//; y/ABCDEFGHIJKLMNOPQRSTUVWXYZ_./abcdefghijklmnopqrstuvwxyz--/' | grep -vxE 'pip|setuptools' | sort -u; }

wanted() { { cat requirements.txt tools/setup.sh; "$python" -c 'import sys; print(sys.version, sys.prefix)'; pwd; } | sha256sum; }

environment() {
    local want
    want=$(wanted)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && return
    say "making .venv"
    rm -f "$stamp"
    if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ "$(.venv/bin/python -c 'import os, sys; print(os.path.dirname(sys.prefix))')" != "$PWD" ]; then
        "$python" -m venv --clear --system-site-packages .venv
    fi
    # The pins are the whole closure, so nothing is left to resolve (and what the system's packages ask for stays theirs).
    .venv/bin/python -m pip install -qq --no-input --no-deps --disable-pip-version-check -r requirements.txt </dev/null
    # What an earlier list of requirements brought would hide that something is missing from this one.
    local left
    left=$(comm -13 <(grep -v '^#' requirements.txt | names) <(.venv/bin/python -m pip list --local --format=freeze 2>/dev/null | names))
    # shellcheck disable=SC2086  # a list of names
    [ -z "$left" ] || .venv/bin/python -m pip uninstall -qq -y $left
    printf '%s' "$want" >"$stamp"
}

system
if command -v flock >/dev/null; then exec 9>.venv.lock; flock 9; fi   # two makes at once would build it over each other
environment
