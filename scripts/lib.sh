# Sourced by the other scripts: where things are, and how to talk.
# shellcheck shell=sh
cd "$(dirname "$0")/.." || exit 1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
PATH="$PWD/.venv/bin:$PATH"

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# apt_line WHY PACKAGE...: install Debian packages as root, else say how. Succeeds if installed.
apt_line() {
    why=$1; shift
    line="apt-get update && apt-get install -y --no-install-recommends $*"
    if has apt-get && [ "$(id -u)" = 0 ]; then
        say "$why: $line"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >&2
    else
        printf '%s. As root:\n    %s\n' "$why" "$line" >&2
        return 1
    fi
}
