# shellcheck shell=bash
# How the launcher speaks. Everything that is not a command's result goes to standard error, so that
# `eval "$(./berth env)"` sees the result alone. No colour when not on a terminal or when NO_COLOR is set.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\033[1m' red=$'\033[31m' plain=$'\033[0m'
else
  bold='' red='' plain=''
fi

say() { printf '%s\n' "$*" >&2; }

# A step of something longer: what is being done now.
step() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }

# fail CODE WHAT [TRY...]: says what went wrong and what to try, and ends the launcher.
fail() {
  local code=$1
  shift
  printf '%sberth: %s%s\n' "$red" "$1" "$plain" >&2
  shift
  local try
  for try in "$@"; do printf '  try: %s\n' "$try" >&2; done
  exit "$code"
}

have() { command -v "$1" >/dev/null 2>&1; }

on_terminal() { [ -t 0 ] && [ -t 2 ]; }

# ask QUESTION: yes by --yes, or by a person on a terminal; no otherwise.
ask() {
  [ -z "$YES" ] || return 0
  on_terminal || return 1
  local answer
  printf '%s [Y/n] ' "$1" >&2
  read -r answer || return 1
  case $answer in '' | y | Y | yes | Yes) return 0 ;; *) return 1 ;; esac
}

# within SECONDS COMMAND...: waits until the command succeeds; false when the time is over.
within() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

ends_with_usage() {
  case ${1:-} in --help | -h) help; exit 0 ;; esac
}

# process_has PID WORD: the process runs and WORD is one of its arguments. Pids are used again, so a pid that was read
# from a file is believed only together with this.
process_has() {
  local word
  if [ -d "/proc/$$" ]; then
    while IFS= read -r -d '' word; do
      [ "$word" != "$2" ] || return 0
    done 2>/dev/null <"/proc/$1/cmdline"
    return 1
  fi
  case " $(ps -ww -p "$1" -o command= 2>/dev/null) " in *" $2 "*) return 0 ;; *) return 1 ;; esac
}

process_gone() { ! kill -0 "$1" 2>/dev/null; }
