# shellcheck shell=bash
# Builds Berth from source when a source changed since the last build.
#   target/berth/lib     the server's and the simulator's jars with what they need at run time
#   target/berth/bench   the same for the benchmarks, made when they are asked for
#   target/berth/built   its time is the time at which the last successful build began

BUILT=$BERTH_HOME/target/berth

# Sources are the poms and what is under src/main; a folder's own time shows a deleted file.
sources_changed_since() {
  [ -e "$1" ] || return 0
  local changed
  changed=$(cd "$BERTH_HOME" && find pom.xml ./*/pom.xml ./*/src/main -newer "$1" 2>/dev/null | head -n 1)
  [ -n "$changed" ]
}

# module_of "[INFO] Building Berth kernel 0.1.0    [2/9]": Berth kernel
module_of() { printf '%s\n' "$1" | sed -e 's/.*Building //' -e 's/ [0-9][0-9.]*[^ ]* *\(\[.*\)\{0,1\}$//'; }

# maven_quietly LOG ARGUMENTS: prints one line a module with the time gone; all of Maven's output goes to LOG.
maven_quietly() {
  local log=$1 started=$SECONDS downloads=0 line
  shift
  : >"$log"
  (cd "$BERTH_HOME" && mvn -B -Dstyle.color=never "$@" </dev/null 2>&1) | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
      *'Building Berth '*)
        say "    $(printf '%3ds' $((SECONDS - started)))  $(module_of "$line")"
        ;;
      'Downloaded from '*)
        downloads=$((downloads + 1))
        [ $((downloads % 50)) -ne 0 ] || say "    $(printf '%3ds' $((SECONDS - started)))  ... $downloads files downloaded"
        ;;
    esac
  done
  return "${PIPESTATUS[0]}"
}

# What a person needs of a failed build: the compiler's and the plugins' complaints.
show_failure() {
  grep -E '^\[ERROR\]|^ERROR' "$1" | grep -v -E 're-run Maven|Re-run Maven|\[Help 1\]$|^\[ERROR\] *$|For more information' | head -n 40 >&2
  say "  the whole output: $1"
}

# run_build WHAT STAMP MAVEN-ARGUMENTS
run_build() {
  local what=$1 stamp=$2 log=$BERTH_HOME/target/build.log started=$SECONDS
  shift 2
  find_jdk
  find_maven
  mkdir -p "$BUILT/lib"
  touch "$stamp.new"
  step "building $what (only when the sources changed; the first time downloads the libraries)"
  if ! maven_quietly "$log" "$@"; then
    show_failure "$log"
    fail 1 "the build failed" "./berth check, for the whole output"
  fi
  say "    built in $((SECONDS - started)) s"
}

build() {
  local stamp=$BUILT/built
  find_jdk
  if ! sources_changed_since "$stamp"; then return 0; fi
  rm -rf "${BUILT:?}/lib" "$BUILT/berth.aot"
  run_build Berth "$stamp" -pl server,sim -am -Dberth.program.only=true -DskipTests package
  # The digit leaves the jar of the tests out.
  cp "$BERTH_HOME"/server/target/berth-server-*[0-9].jar "$BERTH_HOME"/sim/target/berth-sim-*[0-9].jar "$BUILT/lib/" ||
    fail 1 "the build left no jar of the server or the simulator" "./berth check"
  mv "$stamp.new" "$stamp"
}

build_bench() {
  local stamp=$BUILT/bench-built
  find_jdk
  if ! sources_changed_since "$stamp"; then return 0; fi
  rm -rf "${BUILT:?}/bench"
  run_build "the benchmarks" "$stamp" -pl bench -am -Dberth.program.only=true -DskipTests package
  cp "$BERTH_HOME"/bench/target/berth-bench-*.jar "$BUILT/bench/" ||
    fail 1 "the build left no jar of the benchmarks" "./berth check"
  mv "$stamp.new" "$stamp"
}

command_sim() {
  build
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$BUILT/lib/*" berth.sim.Main "$@"
}

# The benchmarks start servers of their own, as `up` would: BERTH_SERVER_COMMAND has a word a line.
command_bench() {
  local bench needs_engine
  read_settings "$@"
  build
  build_bench
  bench=("$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$BUILT/bench/*" berth.bench.Main)
  # Words that it can't take end here.
  needs_engine=$("${bench[@]}" --needs-engine ${REST[@]+"${REST[@]}"}) || exit
  case $needs_engine in
    yes)
      find_engine
      ensure_image nginx || fail 1 "the benchmarks need the image nginx" "docker pull nginx"
      make_aot_cache
      ;;
  esac
  export BERTH_SERVER_COMMAND MALLOC_ARENA_MAX=2
  BERTH_SERVER_COMMAND=$(server_command)
  exec "${bench[@]}" ${ENGINE:+--engine "$ENGINE"} ${REST[@]+"${REST[@]}"}
}
