# Sourced by the scripts beside it: finds a Python, makes the environment in .venv from the locked, hashed packages.
# Says what is missing and how to get it. Asks nothing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
environment="$root/.venv"

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

find_python() {
  local candidate
  for candidate in python3.14 python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
    # Run it: a name on the path may be a shim that leads nowhere.
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (4,))' >/dev/null 2>&1; then
      python=$candidate
      return
    fi
  done
  stop "Firstlight needs Python 3.11 or newer, and none was found." \
    "On Debian 12 or newer: apt-get install python3 python3-venv"
}

# make_environment NAME: installs requirements/NAME.lock unless just that is installed.
make_environment() {
  local lock="$root/requirements/$1.lock" stamp="$environment/installed-$1" wanted
  wanted=$(cksum <"$lock")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$environment/bin/python" -c '' 2>/dev/null; then
    return
  fi
  find_python
  "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || stop \
    "Python's venv module is missing ($python)." \
    "On Debian 12 or newer: apt-get install python3-venv"
  printf 'Making the environment in .venv; this is done once.\n' >&2
  "$environment/bin/python" -c '' 2>/dev/null || { rm -rf "$environment"; "$python" -m venv "$environment"; }
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
    --require-hashes --only-binary :all: --no-compile -r "$lock" || stop \
    "The packages in requirements/$1.lock could not be installed." \
    "Is the package index reachable from here? Try: $environment/bin/python -m pip download --no-deps asgiref"
  printf '%s\n' "$wanted" >"$stamp"
}

export PYTHONPATH="$root/src${PYTHONPATH:+:$PYTHONPATH}"
export PYTHONDONTWRITEBYTECODE=
