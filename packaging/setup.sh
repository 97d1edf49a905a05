#!/usr/bin/env bash
# Installs what the kiosk needs on Debian 12 or an Ubuntu LTS: system packages with apt, then a locked environment in .venv.
# Idempotent; as root or with sudo. Exit 0: ready (perhaps without PC/SC, which it says). Exit 1: it says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

say()  { printf '[setup] %s\n' "$*"; }
fail() { printf '[setup] cannot go on: %s\n' "$*" >&2; exit 1; }

# --- system packages -----------------------------------------------------------------------------------------------

# Without these nothing runs: Python, and what the Qt libraries link to.
BASE="ca-certificates python3 python3-venv libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 fonts-dejavu-core libglib2.0-0"
# The real card path: the service, its headers (pyscard has no Linux wheel), a compiler for pyscard and the virtual reader.
CARD="pcscd libpcsclite-dev gcc libc6-dev python3-dev pkg-config"
# Windows on an X display, and their sounds; for tests the second reader driver, a display, and what the engine «pyzbar» loads.
DISPLAY_AND_TESTS="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0
                   libxcb-shape0 libxcb-xkb1 alsa-utils vsmartcard-vpcd xvfb libzbar0"
# Programs of other people that reader and virtual card are tried on (docs/interoperability.md); tests skip without them.
STRANGERS="libeac3 mrtdreader"

missing() {
  local name
  for name in "$@"; do
    dpkg-query -W -f '${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed' && continue
    # Renamed on newer systems (64-bit time_t): libglib2.0-0 is libglib2.0-0t64 there.
    dpkg-query -W -f '${Status}\n' "${name}t64" 2>/dev/null | grep -q '^install ok installed' && continue
    echo "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else return 1
  fi
}

updated=""
apt_install() {
  command -v apt-get >/dev/null || { say "this system has no apt-get"; return 1; }
  if [ -z "$updated" ]; then
    say "asking the package lists (apt-get update)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq update || return 1
    updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends \
    "$@" >/dev/null
}

install_group() {  # what it is for, then the packages
  local purpose=$1 wanted
  shift
  wanted=$(missing "$@")
  [ -z "$wanted" ] && return 0
  # shellcheck disable=SC2086
  say "installing for $purpose:" $wanted
  # shellcheck disable=SC2086
  apt_install $wanted
}

if command -v dpkg-query >/dev/null; then
  # shellcheck disable=SC2086
  install_group "the program and its windows" $BASE || say "some system packages could not be installed; trying to go on"
  # shellcheck disable=SC2086
  install_group "the card reader path (PC/SC)" $CARD || say "PC/SC could not be installed completely"
  # shellcheck disable=SC2086
  install_group "windows on a display, and tests" $DISPLAY_AND_TESTS || say "optional packages are missing; going on without"
  # shellcheck disable=SC2086
  install_group "tests against other programs" $STRANGERS || say "without other programs their tests are skipped"
else
  say "not a Debian or Ubuntu system: install the packages named in packaging/setup.sh by hand if something is missing"
fi

# --- Python --------------------------------------------------------------------------------------------------------

python=""
for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
  if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$(command -v "$candidate")
    break
  fi
done
[ -n "$python" ] || fail "Python 3.11 or newer was not found. Install python3.11 (Debian 12, Ubuntu 24.04 or newer have it)."

has_headers() { "$python" -c 'import pathlib, sys, sysconfig; sys.exit(not pathlib.Path(sysconfig.get_paths()["include"], "Python.h").exists())'; }

requirements=requirements/dev.txt
mkdir -p build
if ! { command -v gcc && [ -e /usr/include/PCSC/winscard.h ] && has_headers; } >/dev/null 2>&1; then
  say "no compiler, PC/SC headers or Python headers: installing without pyscard."
  say "Cards on a real reader cannot be read then; the demo runs with the virtual card inside the process."
  requirements=build/requirements-without-pyscard.txt
  awk '/^[a-z]/ { keep = ($0 !~ /^pyscard==/) } keep || /^#/' requirements/dev.txt > "$requirements"
fi

# --- the locked environment ----------------------------------------------------------------------------------------

# Here and with the packages below: where Python may not write beside its modules, every start would compile them anew,
# which doubles its time. Compiled ones that are up to date are left alone.
compile_program() {
  .venv/bin/python -m compileall -q kiosk || say "some modules could not be compiled; the program starts more slowly"
}

stamp=$(cat "$requirements" requirements/build.txt pyproject.toml packaging/setup.sh | sha256sum | cut -c1-32)
stamp="$stamp $("$python" --version)"
if [ -f .venv/kiosk-setup ] && [ "$(cat .venv/kiosk-setup)" = "$stamp" ] && .venv/bin/python -c 'import kiosk' 2>/dev/null; then
  compile_program  # the program may be newer than the environment
  say "the environment in .venv is up to date"
  exit 0
fi

uv=$(command -v uv || true)
if [ -z "$uv" ] || ! "$uv" pip sync --help 2>/dev/null | grep -q -- --build-constraints; then
  say "installing uv (the environment's installer) into build/uv"
  [ -x build/uv/bin/python ] || "$python" -m venv build/uv || fail "'$python -m venv' does not work; install python3-venv."
  build/uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt \
    || fail "uv could not be installed from the package index; check the network."
  uv=$PWD/build/uv/bin/uv
fi

export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
say "installing the locked environment into .venv ($(grep -c '^[a-z].*==' "$requirements") packages, about 1 GB)"
rm -f .venv/kiosk-setup
[ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
  || "$uv" venv --quiet --clear --python "$python" .venv
"$uv" pip sync --quiet --compile-bytecode --python .venv --require-hashes --build-constraints requirements/build.txt "$requirements" \
  || fail "a package could not be installed; the lines above say which. Check the network and the disk."
"$uv" pip install --quiet --python .venv --no-deps --no-build-isolation --editable . \
  || fail "the kiosk itself could not be installed into .venv."
compile_program
echo "$stamp" > .venv/kiosk-setup
say "ready"
