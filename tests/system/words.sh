# What the jobs of this folder share: a state of their own, calls as an
# organisation of the demo, and what is expected of them. Sourced.
root=$PWD
build=${OPVANG_BUILD:-$root/build}
# With a blank, as people have them.
state=$(mktemp -d "/tmp/opvang systeem-XXXXXX")
export OPVANG_STATE=$state
finish() {
  local status=$?
  ((status == 0)) || tail -n 5 "$state"/log/*.log 2>/dev/null || true
  deploy/demo --clean 2>/dev/null || true
  rm -rf "$state"
  exit $status
}
trap finish EXIT
passed=0
pass() { passed=$((passed + 1)); echo "ok   $*"; }
fail() { echo "FOUT $*"; exit 1; }
as() {  # identity, arguments…
  local identity=$1
  shift
  "$build/services/cli/opvang" --config "$state/opvang.env" \
    --certificates "$state/certificates/$identity" "$@"
}
# The days and the rules of October 2024, as deploy/demo gives them, but for the
# day itself.
days=(--cycle cycles/2024 --rule-set cycle-2024 --half-year 2024-h2
  --ukraine-date 2025-01-01 --placements-date 2024-09-15)
# Runs a command that must end with `status`; its words are in $output.
expect() {  # status, command…
  local wanted=$1 got=0
  shift
  output=$("$@" 2>&1) || got=$?
  [[ $got == "$wanted" ]] || fail "uitkomst $got in plaats van $wanted: $* : $output"
}
says() { [[ $output == *"$1"* ]] || fail "zegt niet '$1': $output"; }
is_silent_on() { [[ $output != *"$1"* ]] || fail "zegt '$1': $output"; }
demo() {
  deploy/demo >"$state.out" 2>&1 || { cat "$state.out"; fail "deploy/demo"; }
  rm -f "$state.out"
}
