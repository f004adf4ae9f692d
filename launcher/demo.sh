# shellcheck shell=bash
# The demo: from nothing to one service and one task of real nginx, killed behind Berth's back to show the difference.
# Every aws command is printed before it runs; of a long answer the telling lines are shown.

readonly CLUSTER=my-cluster SERVICE=web-service

title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

# typed COMMAND...: prints a command as a person would type it, then runs it.
typed() {
  printed "$@"
  "$@"
}

printed() {
  local word line=''
  for word in "$@"; do
    case $word in *[!A-Za-z0-9_./:=,@%+-]*) word="'$word'" ;; esac
    line="$line $word"
  done
  printf '%s$%s%s\n' "$bold" "$line" "$plain"
}

# typed_excerpt KEYS COMMAND...: the same, showing only the lines of the answer that hold one of the keys.
typed_excerpt() {
  local keys=$1 answer code
  shift
  printed "$@"
  answer=$("$@")
  code=$?
  # Nested objects repeat some keys; each line is shown once.
  printf '%s\n' "$answer" | grep -E "\"($keys)\"" | sed -e 's/^ */    /' -e 's/,$//' | awk '!shown[$0]++'
  [ $code -eq 0 ] || fail 1 "that command failed" "tail $DATA/berth.log" "./berth down, which stops what the demo started"
}

ask_aws() { aws "$@" --output text; }

# The demo's own installation starts empty each time; its engine and images stay.
fresh_demo_installation() {
  if [ -d "$DATA" ] && [ ! -f "$DATA/demo" ]; then
    fail 1 "$DATA is the data directory of another installation; the demo would empty it" "./berth demo without --data"
  fi
  if [ -d "$DATA" ]; then
    stop_installation "$DATA" >/dev/null 2>&1 && say "    stopped what an earlier demo left running"
    find "$DATA" -mindepth 1 -maxdepth 1 ! -name engine ! -name demo -exec rm -rf {} +
  fi
  { mkdir -p "$DATA" && chmod 700 "$DATA" && touch "$DATA/demo"; } || fail 1 "cannot write to $DATA" "--data with another directory"
}

demo_ports() {
  local wanted=$PORT
  PORT=$(first_free_port "$PORT")
  [ "$PORT" = "$wanted" ] || say "    port $wanted is taken; the API answers on $PORT"
  HOST_PORT=80
  if port_taken 80; then
    HOST_PORT=$(first_free_port 8080)
    say "    port 80 of this machine is taken; the standalone task uses host port $HOST_PORT instead"
  fi
}

demo_client() {
  need_program aws awscli "the demo is typed with it"
  eval "$(command_env --data "$DATA" --port "$PORT" 2>/dev/null)"
  export AWS_PAGER='' AWS_MAX_ATTEMPTS=2
  say "    $(aws --version 2>&1)"
}

demo_task_definition() {
  cat >"$DATA/sample-task.json" <<JSON
{"family":"sample-task","containerDefinitions":[{"name":"web","image":"nginx","memory":512,"cpu":256,"essential":true,
 "portMappings":[{"containerPort":80,"hostPort":$HOST_PORT}]}]}
JSON
  cd "$DATA" || exit 1
  title 'A task definition: one container of nginx'
  typed cat sample-task.json
  typed_excerpt 'taskDefinitionArn|status|networkMode' aws ecs register-task-definition --cli-input-json file://sample-task.json
  typed_excerpt 'clusterArn|status' aws ecs create-cluster --cluster-name $CLUSTER
}

service_numbers() {
  ask_aws ecs describe-services --cluster $CLUSTER --services $SERVICE \
    --query 'services[0].[runningCount,pendingCount,desiredCount]' 2>/dev/null | awk '{ print $1 " running, " $2 " pending, " $3 " wanted" }'
}

# The waiter asks every 15 s; meanwhile the counts are shown as they change.
demo_wait_stable() {
  local pid now='' before='' began=$SECONDS
  printed aws ecs wait services-stable --cluster $CLUSTER --services $SERVICE
  aws ecs wait services-stable --cluster $CLUSTER --services $SERVICE &
  pid=$!
  while ! process_gone "$pid"; do
    now=$(service_numbers)
    if [ -n "$now" ] && [ "$now" != "$before" ]; then
      printf '    %2ds  %s\n' $((SECONDS - began)) "$now"
      before=$now
    fi
    sleep 1
  done
  wait "$pid" || fail 1 "the service did not become stable" "./berth explain $SERVICE --cluster $CLUSTER --data $DATA"
}

service_tasks() { ask_aws ecs list-tasks --cluster $CLUSTER --service-name $SERVICE --query 'taskArns[]' | tr '\t' '\n' | grep .; }

# task_text ARN QUERY: one value, or several parted by tabs, of a task.
task_text() { ask_aws ecs describe-tasks --cluster $CLUSTER --tasks "$1" --query "tasks[0].$2"; }

# Where the first container of a task answers: its own address, or what its port was bound to.
task_address() {
  local address
  # shellcheck disable=SC2016
  address=$(task_text "$1" 'attachments[0].details[?name==`privateIPv4Address`].value | [0]')
  case $address in
    '' | None) task_text "$1" 'containers[0].networkBindings[0].[bindIP,hostPort]' | awk '{ print ($1 == "0.0.0.0" ? "127.0.0.1" : $1) ":" $2 }' ;;
    *) printf '%s\n' "$address" ;;
  esac
}

# curl_first_lines ADDRESS: the status line, and the page's line that tells who answers.
curl_first_lines() {
  local answer
  printed curl -si "http://$1/"
  answer=$(curl -si --max-time 10 "http://$1/" | tr -d '\r')
  [ -n "$answer" ] || fail 1 "http://$1/ does not answer" "./berth explain $SERVICE --cluster $CLUSTER --data $DATA"
  printf '%s\n' "$answer" | grep -E '^HTTP/|^Server:|<p>This is|<title>' | sed 's/^/    /'
}

demo_service() {
  local arn
  title 'A service: it keeps two copies running'
  typed_excerpt 'serviceArn|launchType|desiredCount' aws ecs create-service --cluster $CLUSTER --service-name $SERVICE \
    --task-definition sample-task --desired-count 2 --launch-type FARGATE
  demo_wait_stable
  SERVICE_TASKS=$(service_tasks)
  for arn in $SERVICE_TASKS; do curl_first_lines "$(task_address "$arn")"; done
}

demo_standalone() {
  title 'A task on its own: EC2 launch type, bridge network, a port of this machine'
  typed_excerpt 'taskArn|lastStatus|launchType' aws ecs run-task --cluster $CLUSTER --task-definition sample-task
  TASK=$(ask_aws ecs list-tasks --cluster $CLUSTER --launch-type EC2 --query 'taskArns[0]')
  case $TASK in '' | None) fail 1 "run-task started nothing" "tail $DATA/berth.log" ;; esac
  typed aws ecs wait tasks-running --cluster $CLUSTER --tasks "$TASK" || fail 1 "the task does not run" "./berth explain $TASK --cluster $CLUSTER --data $DATA"
  curl_first_lines "$(task_address "$TASK")"
}

# kill_behind ARN: ends the task's container with the engine alone; Berth is told nothing.
kill_behind() {
  local container
  container=$(task_text "$1" 'containers[0].runtimeId')
  printed docker kill "$(printf '%.12s' "$container")"
  engine_curl "$ENGINE" "/containers/$container/kill" -X POST -f -o /dev/null || fail 1 "the engine could not kill container $container"
}

service_is_whole_again() {
  local now
  now=$(service_tasks)
  [ "$(printf '%s\n' "$now" | grep -c .)" -eq 2 ] && ! printf '%s\n' "$now" | grep -qF "$1" || return 1
  NEW_TASK=$(printf '%s\n' "$now" | grep -vF "$SERVICE_TASKS" | head -n 1)
  [ -n "$NEW_TASK" ] && [ "$(task_text "$NEW_TASK" lastStatus)" = RUNNING ]
}

# seconds TIME: what the CLI prints for a time, ISO 8601 or seconds, as seconds; nothing where date can't read it.
seconds() {
  case $1 in
    *[!0-9.]*) date -d "$1" +%s.%N 2>/dev/null ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# From the death of the old task to RUNNING of the new one, by the times that Berth recorded.
recorded_gap() {
  local from to
  from=$(seconds "$(task_text "$1" stoppingAt)")
  to=$(seconds "$(task_text "$2" startedAt)")
  [ -n "$from" ] && [ -n "$to" ] && awk -v from="$from" -v to="$to" 'BEGIN { printf "%.1f s", to - from }'
}

demo_kill_service_task() {
  local victim
  victim=$(printf '%s\n' "$SERVICE_TASKS" | head -n 1)
  title "Kill one of the service's containers behind Berth's back"
  kill_behind "$victim"
  SERVICE_KILLED=$(date +%H:%M:%S)
  within 60 service_is_whole_again "$victim" || fail 1 "the service did not replace its task within 60 s" "./berth explain $SERVICE --cluster $CLUSTER --data $DATA"
  REPLACED_IN=$(recorded_gap "$victim" "$NEW_TASK")
  printf '    the service runs two again: %s took the place of %s%s\n' "$(short "$NEW_TASK")" "$(short "$victim")" "${REPLACED_IN:+ within $REPLACED_IN}"
  curl_first_lines "$(task_address "$NEW_TASK")"
  set -- aws ecs describe-services --cluster $CLUSTER --services $SERVICE --query 'services[0].events[:5].message' --output text
  printed "$@"
  "$@" | tr '\t' '\n' | fold -s -w 110 | sed 's/^/    /'
  SERVICE_VICTIM=$victim
}

short() { printf 'task %.8s' "${1##*/}"; }

demo_kill_standalone() {
  title 'Kill the task on its own'
  kill_behind "$TASK"
  TASK_KILLED=$(date +%H:%M:%S)
  typed aws ecs wait tasks-stopped --cluster $CLUSTER --tasks "$TASK" || fail 1 "the task is not STOPPED" "tail $DATA/berth.log"
  typed aws ecs describe-tasks --cluster $CLUSTER --tasks "$TASK" --output json --query \
    'tasks[0].{lastStatus:lastStatus,stopCode:stopCode,stoppedReason:stoppedReason,exitCode:containers[0].exitCode}'
  TASK_STATUS=$(task_text "$TASK" lastStatus)
  TASK_EXIT=$(task_text "$TASK" 'containers[0].exitCode')
}

row() { printf '  %-20s %-42s %s\n' "$1" "$2" "$3"; }

demo_table() {
  local network
  network=$(task_address "$NEW_TASK")
  title 'A task and a service, as it just happened'
  row '' "task" "service"
  row '' "----" "-------"
  row 'started by' 'run-task, once' 'the service scheduler, to keep 2'
  row 'launch type' "$(task_text "$TASK" launchType)" "$(task_text "$NEW_TASK" launchType)"
  row 'answers at' "port $HOST_PORT of this machine" "an address each, $network and others"
  row 'container killed at' "$TASK_KILLED" "$SERVICE_KILLED"
  row 'and then' "$TASK_STATUS for good, exit code $TASK_EXIT" "$(short "$SERVICE_VICTIM") replaced by $(short "$NEW_TASK")${REPLACED_IN:+ in $REPLACED_IN}"
  row 'now' "stays stopped; nobody starts it again" "$(service_numbers)"
}

demo_goodbye() {
  local data=${DATA_GIVEN:+ --data $DATA}
  title 'Go on by hand'
  printf '  eval "$(./berth env%s)"\n' "$data"
  printf '  aws ecs list-tasks --cluster %s\n' $CLUSTER
  printf '  ./berth explain %s --cluster %s%s\n' $SERVICE $CLUSTER "$data"
  printf 'Stop everything that the demo started:\n  ./berth down%s\n' "$data"
}

command_demo() {
  ends_with_usage "$@"
  read_settings "$@"
  no_more_options demo
  local started=$SECONDS
  [ -n "$DATA_GIVEN" ] || DATA=$(demo_data)
  need_program curl curl "it asks the container engine"
  fresh_demo_installation
  build
  step "the container engine"
  find_engine
  step "the image"
  ensure_image nginx || fail 1 "there is no image nginx and none could be made" "docker pull nginx"
  step "Berth, in the background, on $DATA"
  demo_ports
  printf '%s\n' "$ENGINE" >"$DATA/engine.url"
  read_server_command
  up_detached up --data "$DATA" --engine "$ENGINE" --port "$PORT"
  demo_client
  demo_task_definition
  demo_service
  demo_standalone
  demo_kill_service_task
  demo_kill_standalone
  demo_table
  say ''
  say "The demo took $((SECONDS - started)) s."
  if [ -n "$STOP" ]; then
    step "stopping what the demo started"
    stop_installation "$DATA"
    stop_engine_of "$DATA/engine"
  else
    demo_goodbye
  fi
}
