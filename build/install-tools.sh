#!/usr/bin/env bash
# install-tools.sh [native]: installs the real programs that tests talk to, from Debian's packages: docker-registry, skopeo and promtool;
# with "native" also what links the native program: a C compiler and zlib's headers.
set -euo pipefail
declare -A package=([docker-registry]=docker-registry [skopeo]=skopeo [promtool]=prometheus)
missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]}")
done
if [ "${1:-}" = native ]; then
  command -v clang >/dev/null || command -v gcc >/dev/null || missing+=(clang)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
fi
# Tests with oras are skipped where it is missing: not every Debian has it.
if ! command -v oras >/dev/null && command -v apt-cache >/dev/null && apt-cache show oras >/dev/null 2>&1; then missing+=(oras); fi
# So are those that look at the dashboard, without a browser.
if ! command -v chromium >/dev/null && command -v apt-cache >/dev/null && apt-cache show chromium >/dev/null 2>&1; then missing+=(chromium); fi
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "The tests need these programs on the PATH: ${missing[*]} (Debian's package names). Please install them." >&2
  exit 1
fi
sudo=$([ "$(id -u)" -eq 0 ] || echo sudo)
$sudo apt-get -qq update
# Only the programs are wanted: nothing is started as a service.
printf '#!/bin/sh\nexit 101\n' | $sudo tee /usr/sbin/policy-rc.d >/dev/null
$sudo chmod +x /usr/sbin/policy-rc.d
trap '$sudo rm -f /usr/sbin/policy-rc.d' EXIT
DEBIAN_FRONTEND=noninteractive $sudo apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
