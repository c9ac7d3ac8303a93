#!/usr/bin/env bash
# Takes the operator off the current cluster and leaves nothing stuck, whether it still runs or not:
#   1. policies go first, so that a running operator takes back what it put on other objects;
#   2. whatever finalizers of ours are left then are taken off by hand;
#   3. the operator and its kinds go last.
set -euo pipefail
cd "$(dirname "$0")/.."
wait=${WAIT:-2m}
protection=imageclone.dev/backup-protection
# The list of WorkloadTypes.cs; a test compares the two.
kinds=deployments.apps,daemonsets.apps,statefulsets.apps,cronjobs.batch,jobs.batch

for kind in backuppolicies imagebackups; do
  kubectl get "crd/$kind.imageclone.dev" >/dev/null 2>&1 || continue
  kubectl delete "$kind.imageclone.dev" --all --timeout="$wait" \
    || echo "Some $kind are still there after $wait: the operator does not seem to run. Their finalizers are taken off."
  kubectl get "$kind.imageclone.dev" -o name | xargs -r -I{} kubectl patch {} --type=merge -p '{"metadata":{"finalizers":null}}'
done

# Prints "namespace name index" for each workload that carries our finalizer.
held='{{range $o := .items}}{{range $i, $f := $o.metadata.finalizers}}{{if eq $f "'$protection'"}}{{$o.metadata.namespace}} {{$o.metadata.name}} {{$i}}{{"\n"}}{{end}}{{end}}{{end}}'
for kind in ${kinds//,/ }; do
  kubectl get "$kind" --all-namespaces -o go-template="$held" | while read -r namespace name index; do
    path=/metadata/finalizers/$index
    kubectl patch "$kind" "$name" -n "$namespace" --type=json \
      -p '[{"op":"test","path":"'"$path"'","value":"'$protection'"},{"op":"remove","path":"'"$path"'"}]'
  done
done

rewritten='{{range .items}}{{if .metadata.annotations}}{{if index .metadata.annotations "imageclone.dev/original-images"}}{{.metadata.namespace}}/{{.metadata.name}} {{end}}{{end}}{{end}}'
left=$(kubectl get "$kinds" --all-namespaces -o go-template="$rewritten")
[ -z "$left" ] || echo "These still run from the copies; image-clone-operator cleanup puts the original images back: $left"

kubectl delete -k config/default --ignore-not-found
