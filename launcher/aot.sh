# shellcheck shell=bash
# The JDK's start-up cache: classes already loaded and linked, from one short run of the server on a data directory that is
# thrown away. Made once a build, with the flags and the jar list of the real start, or the JVM would not take it.

# Whether there is a cache that the JVM takes: it wants the flags with which it was made.
aot_cache_fits() { [ -f "$BUILT/berth.aot" ] && [ "$(server_flags)" = "$(cat "$BUILT/berth.aot.flags" 2>/dev/null)" ]; }

make_aot_cache() {
  local cache=$BUILT/berth.aot failed=$BUILT/no-start-up-cache scratch pid started=$SECONDS
  { aot_cache_fits || [ -f "$failed" ]; } && return 0
  rm -f "$cache"
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/berth-rehearsal.XXXXXX") || return 0
  step "rehearsing a start, for the JDK's start-up cache (once a build)"
  read_server_command
  "${SERVER[0]}" "-XX:AOTCacheOutput=$cache" "${SERVER[@]:1}" up --data "$scratch" --engine "$ENGINE" \
    --port 0 --warm-pauses 0 >"$BUILT/rehearsal.log" 2>&1 </dev/null &
  pid=$!
  if within 60 rehearsal_answers "$scratch" "$pid" && ! process_gone "$pid"; then rehearse "$scratch"; fi
  kill "$pid" 2>/dev/null
  within 60 process_gone "$pid" || kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  remove_from_engine "$ENGINE" "$(installation_id "$scratch")" >/dev/null 2>&1
  rm -rf "$scratch"
  if [ -f "$cache" ]; then
    server_flags >"$cache.flags"
    say "    made in $((SECONDS - started)) s"
  else
    touch "$failed"
    say "    no cache was made ($BUILT/rehearsal.log says why); Berth starts without one"
  fi
}

rehearsal_answers() {
  process_gone "$2" || { [ "$(grep -c . "$1/lock" 2>/dev/null)" = 2 ] && server_answers "$(sed -n 2p "$1/lock")"; }
}

# A few signed calls, so that the cache holds what a first call needs. No container is started.
rehearse() {
  local url
  url=$(sed -n 2p "$1/lock")
  curl --help all 2>/dev/null | grep -q -- --aws-sigv4 || return 0
  signed_call "$1" "$url" CreateCluster '{"clusterName":"rehearsal"}'
  signed_call "$1" "$url" RegisterTaskDefinition \
    '{"family":"rehearsal","containerDefinitions":[{"name":"web","image":"nginx","memory":512,"cpu":256,"essential":true,"portMappings":[{"containerPort":80,"hostPort":80}]}]}'
  signed_call "$1" "$url" CreateService '{"cluster":"rehearsal","serviceName":"rehearsal","taskDefinition":"rehearsal","desiredCount":0}'
  signed_call "$1" "$url" DescribeServices '{"cluster":"rehearsal","services":["rehearsal"]}'
  signed_call "$1" "$url" DescribeTasks '{"cluster":"rehearsal","tasks":["00000000000000000000000000000000"]}'
  signed_call "$1" "$url" ListTasks '{"cluster":"rehearsal"}'
  signed_call "$1" "$url" DescribeClusters '{"clusters":["rehearsal"]}'
}

# signed_call DIR URL OPERATION BODY. The key goes through a file and not the command line, which others can read.
signed_call() {
  printf 'user = "%s:%s"\n' "$(credential "$1" aws_access_key_id)" "$(credential "$1" aws_secret_access_key)" |
    curl -s -o /dev/null --max-time 10 -K - --aws-sigv4 "aws:amz:$(credential "$1" region):ecs" \
      -H 'Content-Type: application/x-amz-json-1.1' -H "X-Amz-Target: AmazonEC2ContainerServiceV20141113.$3" -d "$4" "$2/"
}
