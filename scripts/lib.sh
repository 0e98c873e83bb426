# Sourced by the other scripts: where things are, and how to talk.
# shellcheck shell=sh
cd -P "$(dirname "$0")/.." || exit 1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
PATH="$PWD/.venv/bin:$PATH"

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# apt_line WHY PACKAGES: install Debian packages ("a (>= 1), b") as root, else say how.
# Succeeds if they are installed; where Debian's are too old, nothing is.
apt_line() {
    line="apt-get update && apt-get satisfy -y --no-install-recommends --no-remove '$2'"
    if has apt-get && [ "$(id -u)" = 0 ]; then
        say "$1: $line"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -qq && apt-get satisfy -y -qq --no-install-recommends --no-remove "$2"; } >&2
    else
        printf '%s. As root:\n    %s\n' "$1" "$line" >&2
        return 1
    fi
}
