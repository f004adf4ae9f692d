# shellcheck shell=bash
# Runs the server, in the foreground or detached, and knows whether one runs on a data directory.
#
# Between launcher and server:
#   arguments    up --data DIR --engine URL --port N, then the user's other options as they are
#   DIR/lock     the holder: its pid on the first line, its endpoint on the second
#   DIR/credentials  written at the first start, mode 0600: aws_access_key_id and aws_secret_access_key
#   DIR/installation the id in the label berth.installation of all that it makes

# Flags of the server's JVM: a small heap that shrinks again, native memory that the compiler needed once given back, and
# no counters file. Netty keeps the keys that a selector found in an array if it may, and follows no buffers: together
# some 5 % of the proxy's CPU. Branches that were not taken yet are compiled all the same: without them the first health
# check, or the first connection that closed, threw the proxy's compiled code away, and every request took 40 to 70 ms
# until it was compiled anew. What ran in the rehearsal is not compiled at once: with two processors, that kept the start
# waiting for a tenth of its time.
server_flags() {
  printf '%s\n' --enable-native-access=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED \
    -Dio.netty.leakDetection.level=disabled -XX:PerMethodTrapLimit=0 \
    -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining \
    -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:-UsePerfData \
    -Xms16m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 -XX:TrimNativeHeapInterval=15000
}

# The server's command line as lines; the jars by name and in order, as the JDK's AOT cache wants them.
server_command() {
  local jars
  jars=$(printf '%s:' "$BUILT"/lib/*.jar)
  printf '%s\n' "$JAVA_HOME/bin/java"
  server_flags
  ! aot_cache_fits || printf '%s\n' "-XX:AOTCache=$BUILT/berth.aot"
  printf '%s\n' -cp "${jars%:}" berth.server.Main
}

# Sets SERVER to the command line.
read_server_command() {
  local word
  SERVER=()
  while IFS= read -r word; do SERVER=(${SERVER[@]+"${SERVER[@]}"} "$word"); done <<LIST
$(server_command)
LIST
}

# server_pid DIR: the pid of the Berth that holds the data directory; checked, since pids are used again.
server_pid() {
  local pid
  pid=$(sed -n '1s/^\([0-9][0-9]*\).*/\1/p' "$1/lock" 2>/dev/null)
  [ -n "$pid" ] || return 1
  process_has "$pid" berth.server.Main && process_has "$pid" "$1" || return 1
  printf '%s\n' "$pid"
}

server_endpoint() {
  local endpoint
  endpoint=$(sed -n '2s/^\(http[^ ]*\).*/\1/p' "$1/lock" 2>/dev/null)
  printf '%s\n' "${endpoint:-http://127.0.0.1:$PORT}"
}

# Any HTTP answer will do: the server speaks only when its state is loaded.
server_answers() { curl -s -k -o /dev/null --max-time 2 "$1/" 2>/dev/null; }

command_up() {
  read_settings "$@"
  case " ${REST[*]-} " in *' --help '* | *' -h '*) server_help ;; esac
  local pid
  if pid=$(server_pid "$DATA"); then
    local data=${DATA_GIVEN:+ --data $DATA}
    fail 1 "Berth already runs on $DATA (pid $pid, $(server_endpoint "$DATA"))" "eval \"\$(./berth env$data)\"" "./berth down$data" "--data with another directory"
  fi
  build
  find_engine
  { mkdir -p "$DATA" && chmod 700 "$DATA"; } || fail 1 "cannot write to $DATA" "--data with another directory"
  printf '%s\n' "$ENGINE" >"$DATA/engine.url"
  make_aot_cache
  read_server_command
  set -- up --data "$DATA" --engine "$ENGINE" --port "$PORT" ${REST[@]+"${REST[@]}"}
  if [ -n "$DETACH" ]; then up_detached "$@"; else up_foreground "$@"; fi
}

# The launcher's own options are in ./berth help; these are the server's.
server_help() {
  build
  read_server_command
  exec "${SERVER[@]}" up --help
}

# This machine as a host of another machine's Berth. Its data directory is not that of a Berth here.
command_agent() {
  read_settings "$@"
  case " ${REST[*]-} " in *' --help '* | *' -h '*)
    build
    read_server_command
    exec "${SERVER[@]}" agent --help
    ;;
  esac
  [ -n "$DATA_GIVEN" ] || DATA=$(default_data)-agent
  local pid
  if pid=$(server_pid "$DATA"); then
    fail 1 "an agent already runs on $DATA (pid $pid)" "./berth down --data $DATA" "--data with another directory"
  fi
  build
  find_engine
  { mkdir -p "$DATA" && chmod 700 "$DATA"; } || fail 1 "cannot write to $DATA" "--data with another directory"
  printf '%s\n' "$ENGINE" >"$DATA/engine.url"
  read_server_command
  set -- agent --data "$DATA" --engine "$ENGINE" --port "$PORT" ${REST[@]+"${REST[@]}"}
  if [ -n "$DETACH" ]; then
    start_detached agent_started_or_dead "$@"
    say "    the agent runs (log: $DATA/berth.log)"
  else
    up_foreground "$@"
  fi
}

up_foreground() {
  local pid code
  MALLOC_ARENA_MAX=2 "${SERVER[@]}" "$@" &
  pid=$!
  trap 'kill -TERM '"$pid"' 2>/dev/null' INT TERM HUP
  wait "$pid"
  code=$?
  # A signal ends the first wait; the server's own end is what counts.
  while kill -0 "$pid" 2>/dev/null; do
    wait "$pid"
    code=$?
  done
  trap - INT TERM HUP
  case $code in
    0 | 130 | 143)
      say_what_runs_on "$DATA"
      code=0
      ;;
  esac
  exit "$code"
}

up_detached() {
  local started=$SECONDS
  start_detached answers_or_dead "$@"
  say "    Berth answers at $(server_endpoint "$DATA") after $((SECONDS - started)) s (log: $DATA/berth.log)"
}

# start_detached CHECK ARGUMENTS: CHECK gets the pid and says whether it is up, or dead.
start_detached() {
  local log=$DATA/berth.log pid check=$1
  shift
  if have setsid; then
    MALLOC_ARENA_MAX=2 setsid "${SERVER[@]}" "$@" >>"$log" 2>&1 </dev/null &
  else
    MALLOC_ARENA_MAX=2 nohup "${SERVER[@]}" "$@" >>"$log" 2>&1 </dev/null &
  fi
  pid=$!
  if ! within 60 "$check" "$pid"; then
    fail 1 "Berth did not answer within 60 s" "tail $log" "kill $pid"
  fi
  if process_gone "$pid"; then
    tail -n 15 "$log" >&2
    fail 1 "Berth did not start; its log: $log"
  fi
}

# An agent has no API; whether its control plane answers is in its log.
agent_started_or_dead() {
  if [ "$(server_pid "$DATA")" = "$1" ]; then [ "$(grep -c . "$DATA/lock")" -ge 2 ]; else process_gone "$1"; fi
}

# The lock says that it is this server that answers, and not another one on the same port.
answers_or_dead() {
  if [ "$(server_pid "$DATA")" = "$1" ]; then
    [ "$(grep -c . "$DATA/lock")" -ge 2 ] && server_answers "$(server_endpoint "$DATA")"
  else
    process_gone "$1"
  fi
}

say_what_runs_on() {
  local count data=${DATA_GIVEN:+ --data $1}
  count=$(running_containers "$1" | grep -c .)
  if [ "$count" -eq 0 ]; then
    say "No container of its runs."
  else
    say "$count containers of its go on running."
    say "  go on with them:  ./berth up$data"
    say "  stop them:        ./berth down$data"
  fi
}

# Adds, lists and removes hosts that are other machines.
command_host() { ask_server host "$@"; }

command_explain() { ask_server explain "$@"; }

command_interrupt() { ask_server interrupt "$@"; }

# Hands a command to the program, which asks the Berth of the data directory: ask_server COMMAND WORDS
ask_server() {
  local command=$1 data
  shift
  ends_with_usage "$@"
  read_settings "$@"
  data=$(client_data)
  find_jdk
  [ -d "$BUILT/lib" ] || build
  read_server_command
  exec "${SERVER[@]}" "$command" --data "$data" ${REST[@]+"${REST[@]}"}
}
