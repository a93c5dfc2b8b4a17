#!/usr/bin/env bash
# One suite of the nightly evaluation: run it, write its report for people, and end as the verdict says.
# usage: nightly_gate.sh SUITE BASELINE [options of `summarizer eval run`]
set -uo pipefail
suite=$1 baseline=$2
shift 2
bin=${SUMMARIZER_BIN:-.venv/bin/summarizer}
out=nightly/$suite
summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
mkdir -p "$out"

if [ -e "$baseline" ]; then
  "$bin" eval gate --suite "$suite" --baseline "$baseline" "$@" | tee "$out/verdict.txt"
else
  echo "::notice title=$suite has no baseline::pin one with: summarizer eval bless --suite $suite --baseline $baseline"
  "$bin" eval run --suite "$suite" "$@" | tee "$out/scores.txt"
fi
code=${PIPESTATUS[0]}

# after 2, 3 and 4 there may be no scored run of tonight, and an older one's report would mislead
if [ "$code" -le 1 ] || [ "$code" = 5 ]; then
  "$bin" eval report --suite "$suite" --out "$out" --baseline "$baseline" && cat "$out/report.md" >>"$summary"
else
  echo "### $suite: not judged, the gate ended with $code" >>"$summary"
fi

case $code in
  0) ;;
  # nothing is known to be worse: too few stories to say so is no reason to wake anyone
  5) echo "::warning title=$suite is inconclusive::$(sed -n 2p "$out/verdict.txt")" ; code=0 ;;
  1) echo "::error title=$suite has a regression::$(sed -n 2p "$out/verdict.txt")" ;;
  *) echo "::error title=$suite was not judged::the gate ended with $code" ;;
esac
exit "$code"
