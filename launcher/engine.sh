# shellcheck shell=bash
# The container engine: where one answers, how one is installed, and a private dockerd where nothing else starts one.
# The order of search is DOCKER_HOST, the current docker context, /var/run/docker.sock, Podman's socket, a dockerd that
# this machine already runs elsewhere; `--engine` goes before all. Every candidate is really asked (/_ping).

# engine_curl URL PATH [CURL-OPTIONS...]: one request to the engine's API.
engine_curl() {
  local url=$1 path=$2 certs=${DOCKER_CERT_PATH:-${HOME:-}/.docker}
  shift 2
  case $url in
    unix://*) curl -s --max-time 60 --unix-socket "${url#unix://}" "$@" "http://engine$path" ;;
    tcp://*)
      if [ -n "${DOCKER_TLS_VERIFY:-}" ]; then
        curl -s --max-time 60 --cacert "$certs/ca.pem" --cert "$certs/cert.pem" --key "$certs/key.pem" "$@" "https://${url#tcp://}$path"
      else
        curl -s --max-time 60 "$@" "http://${url#tcp://}$path"
      fi
      ;;
    http://* | https://*) curl -s --max-time 60 "$@" "$url$path" ;;
    *) return 1 ;;
  esac
}

engine_answers() {
  case $1 in
    unix://*) [ -S "${1#unix://}" ] || return 1 ;;
  esac
  engine_curl "$1" /_ping -f -m 5 -o /dev/null 2>/dev/null
}

engine_version() {
  engine_curl "$1" /version 2>/dev/null | sed -n 's/^{.*"Version":"\([^"]*\)".*"ApiVersion":"\([^"]*\)".*/\1, API \2/p'
}

# The places to ask, one a line: URL, a blank, where it comes from.
engine_candidates() {
  local context runtime=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  [ -z "${DOCKER_HOST:-}" ] || printf '%s DOCKER_HOST\n' "$DOCKER_HOST"
  [ ! -S "$DATA/engine/docker.sock" ] || printf 'unix://%s the dockerd that Berth started\n' "$DATA/engine/docker.sock"
  if have docker; then
    context=$(env -u DOCKER_HOST docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null | head -n 1)
    [ -z "$context" ] || printf '%s the current docker context\n' "$context"
  fi
  printf 'unix:///var/run/docker.sock the usual socket\n'
  printf 'unix://%s/podman/podman.sock Podman\n' "$runtime"
  printf 'unix:///run/podman/podman.sock Podman\n'
  running_dockerds
}

# A second dockerd in one network namespace damages the first one's bridge, so one that runs already is used, wherever
# its socket is.
running_dockerds() {
  local process own
  own=$(readlink /proc/self/ns/net 2>/dev/null) || return 0
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" = dockerd ] || continue
    [ "$(readlink "$process/ns/net" 2>/dev/null)" = "$own" ] || continue
    tr '\0' '\n' 2>/dev/null <"$process/cmdline" |
      sed -n 's/^\(-H=\|--host=\)\{0,1\}\(unix:\/\/.*\)$/\2 a dockerd that runs already/p'
  done
}

# Sets ENGINE and ENGINE_FROM to the first that answers.
search_engine() {
  local url from
  while read -r url from; do
    [ -n "$url" ] || continue
    if engine_answers "$url"; then
      ENGINE=$url ENGINE_FROM=$from
      return 0
    fi
    if [ "$from" = DOCKER_HOST ]; then
      fail 4 "DOCKER_HOST is $url, and no engine answers there" "start it, or: unset DOCKER_HOST"
    fi
  done <<LIST
$(engine_candidates)
LIST
  return 1
}

# find_engine: sets ENGINE, installing and starting one where there is none. Exit code 4: there is none to be had.
find_engine() {
  need_program curl curl "it asks the container engine"
  ENGINE_FROM='--engine'
  if [ -n "$ENGINE" ]; then
    engine_answers "$ENGINE" ||
      fail 4 "no engine answers at $ENGINE" "start it, or leave out --engine (BERTH_ENGINE) and let Berth look for one"
  elif ! search_engine; then
    forbidden_socket
    step "no container engine answers on this machine"
    install_engine
    search_engine || start_engine_of_the_system || start_private_engine "$DATA/engine"
  fi
  say "    engine: $ENGINE ($(engine_version "$ENGINE")), found by: $ENGINE_FROM"
}

# A socket that is there and may not be opened is the commonest cause of all; it says so itself.
forbidden_socket() {
  local socket=/var/run/docker.sock
  [ -S "$socket" ] && [ ! -w "$socket" ] || return 0
  fail 4 "there is an engine at $socket, and $(id -un) may not open it" \
    "sudo usermod -aG docker $(id -un), then log in again" "sudo ./berth ..."
}

# Newer releases have the docker command in a package of its own.
docker_client_package() { have docker || ! apt-cache show docker-cli >/dev/null 2>&1 || echo docker-cli; }

install_engine() {
  have dockerd && return 0
  if [ "$(uname -s)" != Linux ] || ! have apt-get; then
    fail 4 "Berth needs a container engine with the Docker Engine API (1.41 or later)" "$(install_line 'docker.io iptables')"
  fi
  can_install || fail 4 "Berth needs a container engine, and only root can install one" "sudo $(install_line 'docker.io iptables')"
  ask "Install Docker (apt-get install docker.io iptables)?" ||
    fail 4 "Berth needs a container engine" "$(install_line 'docker.io iptables')" "the same command with --yes, which installs it"
  # shellcheck disable=SC2046
  apt_install docker.io iptables $(docker_client_package) || fail 4 "Docker could not be installed" "$(install_line 'docker.io iptables'), and read what it says"
  # The package starts the engine where the system has something that starts services.
  [ ! -d /run/systemd/system ] || within 30 engine_answers unix:///var/run/docker.sock
}

start_engine_of_the_system() {
  [ -d /run/systemd/system ] && systemctl cat docker.service >/dev/null 2>&1 || return 1
  ask "Docker is installed and not running. Start it (systemctl start docker)?" ||
    fail 4 "Docker is installed and not running" "sudo systemctl start docker"
  step "starting docker.service"
  as_root systemctl start docker && within 30 search_engine && return 0
  fail 4 "docker.service does not start" "journalctl -u docker -n 50"
}

# --- the private dockerd ---

# Where the test runs keep theirs: this, a dot, and six letters.
ENGINES_OF_TESTS=/tmp/berth-test

# start_private_engine DIR: a dockerd of our own with all its files in DIR, in a session of its own so that it outlives
# Berth. Only where nothing else on the machine starts one.
start_private_engine() {
  local dir=$1 socket log limit limits=()
  socket=$dir/docker.sock log=$dir/dockerd.log
  [ "$(id -u)" -eq 0 ] || fail 4 "Docker is installed, nothing here starts it, and only root can" "sudo ./berth ..." "sudo dockerd"
  [ "${#socket}" -le 100 ] || fail 4 "$socket is too long a name for a socket" "--data with a shorter directory"
  { mkdir -p "$dir" && chmod 700 "$dir"; } || fail 4 "cannot write to $dir" "--data with another directory"
  limit=$(ulimit -Hn)
  # dockerd asks for 1048576 open files a container; a lower hard limit makes every start fail.
  case $limit in unlimited) ;; *) [ "$limit" -ge 1048576 ] || limits=(--default-ulimit "nofile=$limit:$limit") ;; esac
  step "starting a private dockerd (nothing on this machine starts one); its files are in $dir"
  setsid dockerd --data-root "$dir/data" --exec-root "$dir/exec" -H "unix://$socket" -p "$dir/pid" \
    ${limits[@]+"${limits[@]}"} >"$log" 2>&1 </dev/null &
  if ! within 60 engine_up_or_dead "unix://$socket" $!; then
    fail 4 "dockerd did not answer within 60 s; its log: $log"
  fi
  engine_answers "unix://$socket" || {
    tail -n 8 "$log" >&2
    fail 4 "dockerd does not start here; its log: $log" "an engine elsewhere: --engine URL"
  }
  ENGINE=unix://$socket ENGINE_FROM="the dockerd that Berth started"
}

engine_up_or_dead() { engine_answers "$1" || ! kill -0 "$2" 2>/dev/null; }

# The pid of the private dockerd of DIR, checked by its command line: pids are used again.
private_engine_pid() {
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) || return 1
  { [ -n "$pid" ] && process_has "$pid" "$1/data"; } || return 1
  printf '%s\n' "$pid"
}

# stop_private_engine DIR: ends the dockerd of that directory, if one runs.
stop_private_engine() {
  local pid
  pid=$(private_engine_pid "$1") || return 1
  kill "$pid" 2>/dev/null
  within 40 process_gone "$pid" || fail 1 "dockerd (pid $pid) does not stop" "tail $1/dockerd.log"
}

# remove_engine_files DIR: after a stop; what is still mounted below is unmounted first.
remove_engine_files() {
  local mount
  [ -d "$1" ] || return 0
  while read -r mount; do
    [ -z "$mount" ] || umount "$mount" 2>/dev/null || umount -l "$mount" 2>/dev/null
  done <<LIST
$(awk -v below="$1/" 'index($2, below) == 1 { print $2 }' /proc/mounts 2>/dev/null | sort -r)
LIST
  rm -rf --one-file-system "$1"
}

# abandoned_engines: the directories of test runs that were killed together with their dockerd, one a line. A dockerd
# that ends as it should takes its pid file away.
abandoned_engines() {
  local dir
  for dir in "$ENGINES_OF_TESTS".*; do
    [ ! -f "$dir/pid" ] || [ ! -d "$dir/data" ] || private_engine_pid "$dir" >/dev/null || printf '%s\n' "$dir"
  done
}

# What a killed dockerd leaves behind harms the next one: the namespaces of its containers stay on docker0 and answer for
# addresses that are given out again. Only dockerd knows all of it, so it is started once more on the same files: as it
# starts, it ends what it finds running; then its networks go, and it is stopped.
clear_abandoned_engines() {
  local dir
  abandoned_engines | while read -r dir; do
    step "a test run was killed and left an engine in $dir; it is cleared away"
    (
      start_private_engine "$dir"
      engine_curl "$ENGINE" /containers/prune -X POST -o /dev/null
      engine_curl "$ENGINE" /networks/prune -X POST -o /dev/null
      stop_private_engine "$dir"
    ) || say "    it was not cleared whole; if published ports do not answer, look at: ip link show master docker0"
    remove_engine_files "$dir"
  done
}
