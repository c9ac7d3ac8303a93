#!/usr/bin/env bash
# Runs every test. What the tests talk to (a real registry, skopeo) is installed first where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
build/install-tools.sh
dotnet build ImageCloneOperator.sln --nologo -v quiet
dotnet test ImageCloneOperator.sln --nologo --no-build "$@"
