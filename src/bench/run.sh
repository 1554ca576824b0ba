#!/usr/bin/env bash
# Measures the packaged service: start to first 200 on an existing database, the load of generated Bundles, one Bundle
# alone, and the outcomes call. Prints figures, asserts nothing. Needs target/quarkus-app (./mvnw package), python3, curl.
#   src/bench/run.sh [patients]        default 3000
set -euo pipefail
cd "$(dirname "$0")/../.."
patients=${1:-3000}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
pid=
stop() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; }; }
trap 'stop; rm -rf "$work"' EXIT
export PVP_DATA_DIRECTORY=$work/data
port=18080
base=http://localhost:$port

start() {
  # The generated Bundles are marked as test data, which a service leaves out unless it is told otherwise.
  "$java" -Xmx1g -Dquarkus.http.port=$port -Dpvp.test-data.counted=true -jar target/quarkus-app/quarkus-run.jar >"$work/service.log" 2>&1 &
  pid=$!
  until curl -sf -o /dev/null "$base/q/health/ready"; do
    kill -0 "$pid" 2>/dev/null || { cat "$work/service.log"; exit 1; }
    sleep 0.05
  done
}
millis() { date +%s%3N; }
seconds() { curl -s -o /dev/null -w '%{time_total}\n' "$@"; }

python3 src/bench/generate.py -n "$patients" --format bundles --out "$work/load" >/dev/null
python3 src/bench/generate.py -n 200 --start 1000000 --format bundles --out "$work/alone" >/dev/null
python3 src/bench/generate.py -n 300 --start 2000000 --format bundles --out "$work/warm" >/dev/null

start
for map in src/main/resources/sites/hospital.example/*.json; do
  id=$(python3 -c 'import json,sys; r = json.load(open(sys.argv[1])); print(r["resourceType"] + "/" + r["id"])' "$map")
  curl -sf -o /dev/null -X PUT -H 'Content-Type: application/fhir+json' --data-binary "@$map" "$base/fhir/$id"
done
stop

t=$(millis); start; echo "start to first 200 on an existing database: $(( $(millis) - t )) ms"
"$java" src/bench/LoadBenchmark.java "$base" "$work/warm/bundles.ndjson" 8 >/dev/null
"$java" src/bench/LoadBenchmark.java "$base" "$work/load/bundles.ndjson" 8
"$java" src/bench/LoadBenchmark.java "$base" "$work/alone/bundles.ndjson" 1
seconds "$base/api/v1/studies/xu-2021/outcomes" >/dev/null
for _ in 1 2 3; do echo "outcomes over $((patients + 500)) patients: $(seconds "$base/api/v1/studies/xu-2021/outcomes") s"; done
for _ in 1 2 3; do echo "outcomes, vas-pain only: $(seconds "$base/api/v1/studies/xu-2021/outcomes?measure=vas-pain") s"; done
