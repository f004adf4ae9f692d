# shellcheck shell=bash
# Finds JDK 25 and Maven, or says how to get them on this system.

readonly JDK=25

# A JDK's home names its version in the file `release`; only a full JDK (with javac) can build.
is_wanted_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local version
  version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
  [ "$version" = "$JDK" ]
}

jdk_candidates() {
  printf '%s\n' "${BERTH_JAVA_HOME:-}" "${JAVA_HOME:-}"
  local home
  for home in /usr/lib/jvm/*"$JDK"* /usr/java/*"$JDK"* /opt/*jdk*"$JDK"* "${HOME:-/}"/.sdkman/candidates/java/"$JDK"* \
    "${HOME:-/}"/.jdks/*"$JDK"* /opt/homebrew/opt/openjdk@"$JDK"/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@"$JDK"/libexec/openjdk.jdk/Contents/Home; do
    [ ! -d "$home" ] || printf '%s\n' "$home"
  done
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v "$JDK" 2>/dev/null
  local java
  if java=$(command -v java); then
    java=$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")
    dirname "$(dirname "$java")"
  fi
}

# Sets and exports JAVA_HOME, for Maven and for running. Exit code 3: the JDK is missing.
find_jdk() {
  local home
  if [ -n "${BERTH_JAVA_HOME:-}" ] && ! is_wanted_jdk "$BERTH_JAVA_HOME"; then
    fail 3 "BERTH_JAVA_HOME is $BERTH_JAVA_HOME, which is no JDK $JDK" "unset BERTH_JAVA_HOME, or point it to a JDK $JDK"
  fi
  while IFS= read -r home; do
    if is_wanted_jdk "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done <<LIST
$(jdk_candidates)
LIST
  say "berth: Berth runs on Java $JDK, and no JDK $JDK was found (BERTH_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, the path)."
  jdk_advice >&2
  exit 3
}

jdk_advice() {
  local os
  os=$(uname -s)
  printf '\nHow to get it on %s:\n' "$(system_name)"
  if [ "$os" = Darwin ]; then
    printf '  brew install openjdk@%s\n' "$JDK"
  elif have apt-get; then
    if apt-cache show "openjdk-$JDK-jdk-headless" >/dev/null 2>&1; then
      printf '  sudo apt-get install -y openjdk-%s-jdk-headless\n' "$JDK"
    else
      printf '  this release has no package openjdk-%s-jdk: add the Adoptium apt repository (https://adoptium.net/installation/linux)\n' "$JDK"
      printf '  and then: sudo apt-get install -y temurin-%s-jdk\n' "$JDK"
    fi
  elif have dnf; then
    printf '  sudo dnf install -y java-%s-openjdk-devel\n' "$JDK"
  fi
  printf '  or unpack an archive of https://adoptium.net/temurin/releases/?version=%s anywhere and set BERTH_JAVA_HOME to it\n' "$JDK"
}

find_maven() {
  need_program mvn maven "it builds Berth from source"
}
