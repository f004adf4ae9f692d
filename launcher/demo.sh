# shellcheck shell=bash
# Images without a registry, and the demo.

has_image() { engine_curl "$ENGINE" "/images/$1:latest/json" -f -o /dev/null 2>/dev/null; }

# ensure_image NAME: from the engine, from a registry that answers quickly, or made from the distribution's packages.
ensure_image() {
  has_image "$1" && return 0
  if have apt-get && have dpkg-deb && have docker; then
    case $1 in
      busybox) "$BERTH_HOME/demo/make-nginx-image" -H "$ENGINE" --busybox ;;
      *) "$BERTH_HOME/demo/make-nginx-image" -H "$ENGINE" "$1" ;;
    esac
  else
    engine_curl "$ENGINE" "/images/create?fromImage=$1&tag=latest" -X POST --max-time 300 -o /dev/null
    has_image "$1"
  fi
}

command_demo() { fail 1 "the demo is not there yet"; }
