# shellcheck shell=bash
# `down` stops what one installation started and nothing else: its server, the containers and networks with its label,
# and its private dockerd. It works through the engine's API, so no docker command is needed.

readonly LABEL=berth.installation

installation_id() { sed -n '1s/^\([A-Za-z0-9._-]*\).*/\1/p' "$1/installation" 2>/dev/null; }

installation_engine() {
  local url
  url=$(sed -n 1p "$1/engine.url" 2>/dev/null)
  [ -n "$url" ] && engine_answers "$url" && printf '%s\n' "$url"
}

# listed URL PATH INSTALLATION: the ids of the engine's objects with the label, one a line.
listed() {
  engine_curl "$1" "$2" -G --data-urlencode "filters={\"label\":[\"$LABEL=$3\"]}" 2>/dev/null |
    grep -o '"Id":"[0-9a-f]\{64\}"' | cut -d'"' -f4 | sort -u
}

# running_containers DIR: ids of its containers that run.
running_containers() {
  local id url
  id=$(installation_id "$1") && [ -n "$id" ] && url=$(installation_engine "$1") || return 0
  listed "$url" /containers/json "$id"
}

stop_server() {
  local pid
  pid=$(server_pid "$1") || return 1
  kill "$pid" 2>/dev/null
  within 20 process_gone "$pid" || { kill -9 "$pid" 2>/dev/null; within 5 process_gone "$pid"; }
  say "    stopped the server (pid $pid)"
}

# Containers are asked to stop all at once, each with its own time-out, then removed with their anonymous volumes.
remove_containers() {
  local url=$1 ids=$2 id asked=()
  for id in $ids; do
    engine_curl "$url" "/containers/$id/stop" -X POST --max-time 130 -o /dev/null &
    asked=(${asked[@]+"${asked[@]}"} $!)
  done
  # These and no others: a dockerd that this shell started is its job too, and runs on.
  wait ${asked[@]+"${asked[@]}"}
  for id in $ids; do engine_curl "$url" "/containers/$id?force=1&v=1" -X DELETE -o /dev/null; done
}

# remove_volumes URL INSTALLATION [LABEL]: its volumes, or those of them with one more label.
remove_volumes() {
  local name names filter="\"$LABEL=$2\""
  [ $# -lt 3 ] || filter="$filter,\"$3\""
  names=$(engine_curl "$1" /volumes -G --data-urlencode "filters={\"label\":[$filter]}" 2>/dev/null |
    grep -o '"Name":"[A-Za-z0-9][A-Za-z0-9_.-]*"' | cut -d'"' -f4 | sort -u)
  [ -n "$names" ] || return 0
  for name in $names; do engine_curl "$1" "/volumes/$name" -X DELETE -o /dev/null; done
  say "    removed $(printf '%s\n' "$names" | grep -c .) volumes"
}

# remove_from_engine URL INSTALLATION
remove_from_engine() {
  local url=$1 ids id
  ids=$(listed "$url" '/containers/json?all=1' "$2")
  if [ -n "$ids" ]; then
    say "    stopping and removing $(printf '%s\n' "$ids" | grep -c .) containers"
    remove_containers "$url" "$ids"
  fi
  remove_volumes "$url" "$2" berth.task-volume
  ids=$(listed "$url" /networks "$2")
  for id in $ids; do engine_curl "$url" "/networks/$id" -X DELETE -o /dev/null; done
  [ -z "$ids" ] || say "    removed $(printf '%s\n' "$ids" | grep -c .) networks"
}

# The cgroups of its tasks: without containers they are empty, and one that is not empty stays.
remove_cgroups() {
  local parent
  [ -n "$1" ] || return 0
  for parent in /sys/fs/cgroup/berth/"$1" /sys/fs/cgroup/*/berth/"$1"; do
    [ ! -d "$parent" ] || find "$parent" -depth -type d -exec rmdir {} + 2>/dev/null
  done
}

# stop_installation DIR: server, containers, networks; true when there was something to stop.
stop_installation() {
  local data=$1 id url did=1
  stop_server "$data" && did=0
  id=$(installation_id "$data")
  url=$(installation_engine "$data")
  if [ -n "$id" ] && [ -n "$url" ]; then
    [ -z "$(listed "$url" '/containers/json?all=1' "$id")$(listed "$url" /networks "$id")" ] || did=0
    remove_from_engine "$url" "$id"
    remove_cgroups "$id"
  fi
  return $did
}

# berths_on_engine URL: pids of the servers that were given this engine.
berths_on_engine() {
  local process pid pids=''
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    if process_has "$pid" berth.server.Main && process_has "$pid" "$1"; then pids="$pids $pid"; fi
  done
  printf '%s\n' "${pids# }"
}

# stop_engine_of DIR: the private dockerd, unless somebody else's containers run on it; true when it was stopped.
stop_engine_of() {
  local others user
  private_engine_pid "$1" >/dev/null || return 1
  user=$(berths_on_engine "unix://$1/docker.sock")
  if [ -n "$user" ]; then
    say "    the private dockerd stays: another Berth (pid $user) works on it"
    return 1
  fi
  others=$(engine_curl "unix://$1/docker.sock" /containers/json 2>/dev/null | grep -o '"Id":"[0-9a-f]\{64\}"' | grep -c .)
  if [ "$others" -gt 0 ]; then
    say "    the private dockerd stays: $others containers that are not of this installation run on it"
    return 1
  fi
  stop_private_engine "$1" && say "    stopped the private dockerd"
}

purge() {
  local id url
  id=$(installation_id "$1")
  url=$(installation_engine "$1")
  # Shared volumes that it made for tasks outlive those, but not the installation.
  [ -z "$id" ] || [ -z "$url" ] || remove_volumes "$url" "$id"
  if private_engine_pid "$1/engine" >/dev/null; then
    fail 1 "$1 is not purged: its dockerd still runs for others" "stop their containers, then ./berth down --purge"
  fi
  remove_engine_files "$1/engine"
  rm -rf "$1"
  say "    removed $1"
}

command_down() {
  ends_with_usage "$@"
  local data found='' all
  read_settings "$@"
  no_more_options down
  need_program curl curl "it talks to the container engine"
  # Without a name, the demo's installation is meant as well.
  all=("$DATA")
  [ -n "$DATA_GIVEN" ] || all=("$DATA" "$(demo_data)")
  for data in "${all[@]}"; do
    [ -d "$data" ] || continue
    found=1
    step "Berth on $data"
    stop_installation "$data" || say "    no server, container or network of it is there"
  done
  # One installation's dockerd may carry the other's containers: the engines go last.
  for data in "${all[@]}"; do
    stop_engine_of "$data/engine"
    [ -d "$data" ] || continue
    if [ -n "$PURGE" ]; then purge "$data"; else say "    kept in $data: clusters, services, settings (--purge forgets them)"; fi
  done
  [ -n "$found" ] || say "Berth has never run on $DATA."
}
