#!/usr/bin/env bash
# Resolves the dependencies anew into hashed requirement files without index lines. Needs uv (packaging/setup.sh installs it).
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo build/uv/bin/uv)
lock() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
    --custom-compile-command "make lock" --upgrade "$@"
}
lock pyproject.toml -o requirements/run.txt
lock pyproject.toml --group dev -o requirements/dev.txt
lock --group dlib -c requirements/run.txt -o requirements/dlib.txt
lock --group pyzbar -o requirements/pyzbar.txt
lock requirements/build.in -o requirements/build.txt
lock requirements/uv.in -o requirements/uv.txt
