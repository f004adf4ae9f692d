# shellcheck shell=bash
# The gates: `check` (quick, no engine) and `test` (everything, on a real engine).

# run_maven_tests LOG ARGUMENTS: shows modules, test results and errors as they come.
run_maven_tests() {
  local log=$1 started=$SECONDS line
  shift
  mkdir -p "$(dirname "$log")"
  : >"$log"
  (cd "$BERTH_HOME" && mvn -B -ntp -Dstyle.color=never "$@" </dev/null 2>&1) | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      *'Building Berth '*) printf '[%4ds] %s\n' $((SECONDS - started)) "$(module_of "$line")" ;;
      *'Tests run:'* | '[ERROR]'* | '[INFO] BUILD'*) printf '%s\n' "${line:0:300}" ;;
    esac
  done
  return "${PIPESTATUS[0]}"
}

forget_reports() { rm -f "$BERTH_HOME"/*/target/surefire-reports/TEST-*.xml 2>/dev/null; }

# Adds up all modules' reports into `N passed, N failed, N skipped`; false when one failed or none ran.
sum_of_reports() {
  find "$BERTH_HOME" -path '*/target/surefire-reports/TEST-*.xml' -exec sed -n '/<testsuite /,/>/p' {} + 2>/dev/null | tr '\n' ' ' | awk '
    function of(text, name) { return match(text, " " name "=\"[0-9]+\"") ? substr(text, RSTART + length(name) + 3) + 0 : 0 }
    BEGIN { RS = "<testsuite " }
    NR > 1 { tests += of(" " $0, "tests"); failed += of(" " $0, "errors") + of(" " $0, "failures"); skipped += of(" " $0, "skipped") }
    END { printf "%d passed, %d failed, %d skipped\n", tests - failed - skipped, failed, skipped; exit (failed > 0 || tests == 0) }'
}

test_launcher() {
  step "the launcher's own tests"
  bash "$BERTH_HOME/launcher/test" || fail 1 "the launcher's tests fail"
}

# finish_gate NAME MAVEN'S-EXIT-CODE STARTED
finish_gate() {
  local sum
  sum=$(sum_of_reports)
  local counted=$?
  printf '\n%s after %d s\n%s\n' "$1" $((SECONDS - $3)) "$sum"
  [ "$2" -eq 0 ] || fail 1 "$1 failed" "the whole output: $BERTH_HOME/target/$1.log"
  [ "$counted" -eq 0 ] || fail 1 "$1: a test failed, or none ran" "the whole output: $BERTH_HOME/target/$1.log"
  # A test JVM that dies leaves no report of what it was running.
  ! grep -q -E 'forked VM terminated|Crashed tests|error in the fork' "$BERTH_HOME/target/$1.log" ||
    fail 1 "$1: a test JVM died" "the whole output: $BERTH_HOME/target/$1.log"
}

command_check() {
  ends_with_usage "$@"
  read_settings "$@"
  no_more_options check
  local started=$SECONDS
  test_launcher
  find_jdk
  find_maven
  step "format, compile with Error Prone and NullAway, unit, arrow and purity tests"
  forget_reports
  run_maven_tests "$BERTH_HOME/target/check.log" spotless:check test -DexcludedGroups=docker -Dberth.sim.seeds=20
  finish_gate check $? "$started"
}

# --- test ---

# python_has MODULE: as the tests look for it.
python_has() { python3 -c "import $1" 2>/dev/null || /usr/bin/python3 -c "import $1" 2>/dev/null; }

# The clients that the conformance tests drive: the second major version of the AWS CLI, boto3, Ansible with its
# collections, and Apache Libcloud. The registry of the tests unpacks its own package.
test_programs() {
  local missing=''
  [ -x /usr/bin/aws ] || missing="$missing awscli"
  python_has boto3 || missing="$missing python3-boto3"
  python_has libcloud || missing="$missing python3-libcloud"
  have ansible-playbook || missing="$missing ansible"
  [ -n "$missing" ] || return 0
  # shellcheck disable=SC2086
  if can_install && ask "The tests use$missing. Install?"; then
    apt_install $missing || say "    not installed:$missing; the tests that need them will say so"
  else
    say "    missing:$missing; the tests that need them will say so"
  fi
}

# Sets BERTH_TEST_DOCKER_HOST to a given engine, a found one, or a private one in a temporary directory.
test_engine() {
  TEST_ENGINE_DIR=''
  if [ -n "${BERTH_TEST_DOCKER_HOST:-}" ]; then
    ENGINE=$BERTH_TEST_DOCKER_HOST
    find_engine
  elif [ -z "$ENGINE" ] && ! search_engine; then
    install_engine
    if ! search_engine && ! start_engine_of_the_system; then
      clear_abandoned_engines
      TEST_ENGINE_DIR=$(mktemp -d "$ENGINES_OF_TESTS.XXXXXX")
      start_private_engine "$TEST_ENGINE_DIR"
    fi
    say "    engine: $ENGINE ($(engine_version "$ENGINE"))"
  else
    find_engine
  fi
  export BERTH_TEST_DOCKER_HOST=$ENGINE
}

test_images() {
  local image
  for image in nginx busybox; do
    ensure_image "$image" || fail 1 "the tests need the image $image"
  done
}

command_test() {
  ends_with_usage "$@"
  read_settings "$@"
  no_more_options test
  local started=$SECONDS code
  # shellcheck disable=SC2034
  [ -z "${CI:-}" ] || YES=1
  need_program curl curl "it asks the container engine"
  test_launcher
  find_jdk
  find_maven
  test_programs
  step "looking for a container engine"
  test_engine
  test_images
  build
  step "format, and all tests of all modules, on $BERTH_TEST_DOCKER_HOST"
  forget_reports
  run_maven_tests "$BERTH_HOME/target/test.log" -Dmaven.test.failure.ignore=true spotless:check test
  code=$?
  if [ $code -eq 0 ] && [ -n "$TEST_ENGINE_DIR" ] && sum_of_reports >/dev/null; then
    stop_private_engine "$TEST_ENGINE_DIR" && remove_engine_files "$TEST_ENGINE_DIR" && say "    stopped the private dockerd"
  elif [ -n "$TEST_ENGINE_DIR" ]; then
    say "    the private dockerd still runs, for a look: docker -H $ENGINE ps -a   (kill $(private_engine_pid "$TEST_ENGINE_DIR") ends it)"
  fi
  finish_gate test $code "$started"
}
