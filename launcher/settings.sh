# shellcheck shell=bash
# The settings of one run: options first, then the environment, then defaults.
#   DATA    data directory, absolute      DATA_GIVEN  non-empty when the user named it
#   ENGINE  engine URL, empty: to be found            PORT  port of the API
#   YES     install without asking        REST        the options that are not the launcher's own

YES=${BERTH_YES:-}

default_data() { printf '%s/berth\n' "${XDG_DATA_HOME:-${HOME:-/root}/.local/share}"; }

# The demo keeps its state apart, so that trying Berth never touches an installation.
demo_data() { printf '%s-demo\n' "$(default_data)"; }

absolute() {
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
  esac
}

# The value of `--name VALUE` or `--name=VALUE`; fails the launcher when there is none.
option_value() {
  case $1 in
    *=*) printf '%s\n' "${1#*=}" ;;
    *)
      { [ $# -ge 2 ] && [ -n "$2" ]; } || fail 2 "$1 needs a value" "./berth help"
      printf '%s\n' "$2"
      ;;
  esac
}

# read_settings ARGUMENTS: fills the variables above.
read_settings() {
  DATA=${BERTH_DATA:-} ENGINE=${BERTH_ENGINE:-} PORT=${BERTH_PORT:-4566} YES=${BERTH_YES:-}
  PORT_GIVEN=${BERTH_PORT:-} DETACH='' PURGE='' STOP=''
  REST=()
  while [ $# -gt 0 ]; do
    case $1 in
      --data | --data=*) DATA=$(option_value "$@") || exit $? ;;
      --engine | --engine=*) ENGINE=$(option_value "$@") || exit $? ;;
      --port | --port=*)
        PORT=$(option_value "$@") || exit $?
        PORT_GIVEN=$PORT
        ;;
      --yes | -y) YES=1 ;;
      --detach | -d) DETACH=1 ;;
      --purge) PURGE=1 ;;
      --stop) STOP=1 ;;
      *) REST=(${REST[@]+"${REST[@]}"} "$1") ;;
    esac
    case $1 in --data | --engine | --port) shift ;; esac
    shift
  done
  case $PORT in '' | *[!0-9]*) fail 2 "--port needs a number between 0 and 65535, not '$PORT'" ;; esac
  { [ "${#PORT}" -le 5 ] && [ "$PORT" -le 65535 ]; } ||
    fail 2 "--port needs a number between 0 and 65535, not '$PORT'"
  case $ENGINE in /*) ENGINE=unix://$ENGINE ;; esac
  DATA_GIVEN=$DATA
  DATA=$(absolute "${DATA:-$(default_data)}")
}

# For commands that take no further options.
no_more_options() {
  [ ${#REST[@]} -eq 0 ] || fail 2 "$1 does not know '${REST[0]}'" "./berth help"
}

# port_taken N: somebody listens on loopback.
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# first_free_port FROM
first_free_port() {
  local port=$1
  while port_taken "$port"; do port=$((port + 1)); done
  printf '%s\n' "$port"
}
