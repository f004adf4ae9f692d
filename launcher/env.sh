# shellcheck shell=bash
# `env` prints, for bash and zsh, what points the AWS CLI, SDKs, Terraform and Ansible at Berth.

# The data directory that a client means: the one named; else the default one; else the demo's, when only that one runs.
client_data() {
  if [ -z "$DATA_GIVEN" ] && ! server_pid "$DATA" >/dev/null && server_pid "$(demo_data)" >/dev/null; then
    say "# the demo's Berth is the one that runs: $(demo_data)"
    demo_data
  else
    printf '%s\n' "$DATA"
  fi
}

# single_quoted TEXT: as one word of a POSIX shell.
single_quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

credential() { sed -n "s/^[[:space:]]*$2[[:space:]]*=[[:space:]]*//p" "$1/credentials" 2>/dev/null | head -n 1; }

# is_old_cli "aws-cli/2.9.19 Python/3.11 ...": before 1.29 and 2.13 the CLI ignores AWS_ENDPOINT_URL, and would take
# Berth's key to the real AWS.
is_old_cli() {
  local version=${1#aws-cli/} major minor
  version=${version%% *}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  case $major$minor in '' | *[!0-9]*) return 1 ;; esac
  case $major in
    1) [ "$minor" -lt 29 ] ;;
    2) [ "$minor" -lt 13 ] ;;
    *) return 1 ;;
  esac
}

command_env() {
  ends_with_usage "$@"
  local data endpoint key secret region name
  read_settings "$@"
  no_more_options env
  data=$(client_data)
  key=$(credential "$data" aws_access_key_id)
  secret=$(credential "$data" aws_secret_access_key)
  { [ -n "$key" ] && [ -n "$secret" ]; } ||
    fail 1 "there are no credentials in $data: Berth has not run on it yet" "./berth up"
  region=$(credential "$data" region)
  endpoint=$(server_endpoint "$data")
  [ -z "$PORT_GIVEN" ] || [ "$PORT" -eq 0 ] || endpoint=http://127.0.0.1:$PORT
  server_pid "$data" >/dev/null || say "# Berth does not run on $data now: ./berth up"
  printf 'export AWS_ENDPOINT_URL=%s\n' "$(single_quoted "$endpoint")"
  # `aws logs start-live-tail` would put a prefix before the address of the endpoint.
  printf 'export AWS_DISABLE_HOST_PREFIX_INJECTION=true\n'
  # Ansible's modules know the endpoint by this name.
  printf 'export AWS_URL=%s\n' "$(single_quoted "$endpoint")"
  printf 'export AWS_ACCESS_KEY_ID=%s\n' "$(single_quoted "$key")"
  printf 'export AWS_SECRET_ACCESS_KEY=%s\n' "$(single_quoted "$secret")"
  printf 'export AWS_DEFAULT_REGION=%s\n' "$(single_quoted "${region:-${BERTH_REGION:-us-east-1}}")"
  printf 'export AWS_REGION=%s\n' "$(single_quoted "${region:-${BERTH_REGION:-us-east-1}}")"
  # Each of these would lead a client past the endpoint or the key above.
  printf 'unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE AWS_IGNORE_CONFIGURED_ENDPOINT_URLS\n'
  for name in $(env | sed -n 's/^\(AWS_ENDPOINT_URL_[A-Z0-9_]*\)=.*/\1/p'); do printf 'unset %s\n' "$name"; done
  if have aws && is_old_cli "$(aws --version 2>&1)"; then
    say "# this AWS CLI is older than 1.29 / 2.13 and ignores AWS_ENDPOINT_URL: a function aws() passes --endpoint-url"
    printf 'unalias aws 2>/dev/null || true\n'
    # shellcheck disable=SC2016
    printf 'aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }\n'
  fi
}
