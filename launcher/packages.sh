# shellcheck shell=bash
# Programs that Berth uses and how to get them. Only apt is driven; for other systems the way is said.

system_name() { (. /etc/os-release 2>/dev/null && printf '%s\n' "${PRETTY_NAME:-Linux}") || uname -s; }

# install_line DEBIAN-PACKAGES: the command that a person of this system would type.
install_line() {
  if have apt-get; then
    printf 'apt-get install -y --no-install-recommends %s\n' "$1"
  elif have dnf; then
    case $1 in
      docker.io*) printf 'dnf install -y moby-engine && systemctl enable --now docker\n' ;;
      awscli) printf 'dnf install -y awscli2\n' ;;
      *) printf 'dnf install -y %s\n' "$1" ;;
    esac
  elif [ "$(uname -s)" = Darwin ]; then
    case $1 in
      docker.io*) printf 'brew install colima docker && colima start     (or Docker Desktop)\n' ;;
      *) printf 'brew install %s\n' "$1" ;;
    esac
  else
    printf 'install %s with your package tool\n' "$1"
  fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif have sudo; then sudo "$@"; else return 1; fi
}

can_install() { have apt-get && { [ "$(id -u)" -eq 0 ] || have sudo; }; }

# apt_install PACKAGES...: installs from the lists at hand, and with fresh lists when that fails.
apt_install() {
  local log
  log=$(mktemp "${TMPDIR:-/tmp}/berth-apt.XXXXXX") || return 1
  step "installing $*"
  if apt_get "$log" install "$@" || { apt_get "$log" update && apt_get "$log" install "$@"; }; then
    rm -f "$log"
    return 0
  fi
  tail -n 15 "$log" >&2
  rm -f "$log"
  return 1
}

apt_get() {
  local log=$1 verb=$2
  shift 2
  if [ "$verb" = update ]; then
    as_root apt-get -qq update >>"$log" 2>&1 </dev/null
  else
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null
  fi
}

# need_program PROGRAM PACKAGE WHY: ends the launcher when the program is neither there nor to be had.
need_program() {
  have "$1" && return 0
  if can_install && ask "Berth needs $1 ($3). Install the package $2?"; then
    apt_install "$2" && have "$1" && return 0
  fi
  local hint=''
  can_install && ! on_terminal && hint='the same command with --yes, which installs it'
  fail 3 "$1 is missing: $3" "$(install_line "$2")" ${hint:+"$hint"}
}
