# shellcheck shell=bash
# Images for the demo and the tests, with or without a registry.

has_image() { engine_curl "$ENGINE" "/images/$1:latest/json" -f -o /dev/null 2>/dev/null; }

# pull_quickly NAME: pulls through the engine; gives up when no registry has begun to send within 8 s.
pull_quickly() {
  local answer pid
  answer=$(mktemp "${TMPDIR:-/tmp}/berth-pull.XXXXXX") || return 1
  engine_curl "$ENGINE" "/images/create?fromImage=$1&tag=latest" -X POST -N --max-time 600 >"$answer" 2>/dev/null &
  pid=$!
  within 8 pull_began_or_ended "$answer" "$pid" || kill "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  rm -f "$answer"
  has_image "$1"
}

pull_began_or_ended() { grep -q '"status":"Pulling from' "$1" || process_gone "$2"; }

# make_image NAME: from the distribution's packages, without installing them on this machine.
make_image() {
  have apt-get && have dpkg-deb && have docker || return 1
  case $1 in
    busybox) "$BERTH_HOME/demo/make-nginx-image" -H "$ENGINE" --busybox ;;
    *) "$BERTH_HOME/demo/make-nginx-image" -H "$ENGINE" "$1" ;;
  esac
}

# ensure_image NAME: what the engine has is used as it is; otherwise a registry's, otherwise a made one.
ensure_image() {
  if has_image "$1"; then
    say "    image $1: the engine has it"
  elif pull_quickly "$1"; then
    say "    image $1: pulled"
  else
    say "    image $1: no registry answers; making a real one from this distribution's packages"
    make_image "$1"
  fi
}
