.DEFAULT_GOAL := help
SHELL := /bin/bash
CONFIGURATION ?= Debug
IMAGE ?= image-clone-operator:latest

.PHONY: help build test run publish demo-build demo demo-up deploy undeploy manifests check-manifests format bench mutate e2e docker-build

help: ## Show this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Build everything
	dotnet build ImageCloneOperator.sln --nologo -c $(CONFIGURATION)

test: ## Run every test, installing the real tools they talk to first
	build/test.sh

run: ## Run the operator against the current kubeconfig context
	dotnet run --project src/ImageCloneOperator -- run

publish: ## Compile the one native program image-clone-operator (RID=linux-x64, OUTPUT=artifacts/publish); linking needs clang or gcc, and zlib's headers
	dotnet publish src/ImageCloneOperator --nologo -c Release $(if $(RID),-r $(RID),--use-current-runtime) -o $(or $(OUTPUT),artifacts/publish)

# Tests and the demo run the native program that IMAGE_CLONE_OPERATOR names, else what was built last.
OPERATOR := $(or $(IMAGE_CLONE_OPERATOR),src/ImageCloneOperator/bin/$(CONFIGURATION)/net10.0/image-clone-operator.dll)
DEMO = dotnet run --project tests/ImageCloneOperator.Demo -c $(CONFIGURATION) --no-build -- demo --operator $(OPERATOR)
demo-build:
	@dotnet build src/ImageCloneOperator --nologo -v quiet -c $(CONFIGURATION)
	@dotnet build tests/ImageCloneOperator.Demo --nologo -v quiet -c $(CONFIGURATION)

demo: demo-build ## See it work, with nothing but the .NET SDK: a cluster, registries, backups, a held deletion, a disaster, a cluster brought back; every outcome is checked
	@$(DEMO)

demo-up: demo-build ## The same, and leave it running to try things with kubectl and the dashboard
	@$(DEMO) --keep

e2e: ## Run the end-to-end tests on the cluster of KUBECONFIG, or on a dev cluster of their own (FILTER=names)
	build/install-tools.sh
	dotnet test tests/ImageCloneOperator.EndToEnd.Tests --nologo $(if $(FILTER),--filter $(FILTER))

manifests: ## Write the CRDs, config/install.yaml, the Helm chart and docs/reference.md from the C# types and config/, and docs/dependencies.md from the packages
	@dotnet restore ImageCloneOperator.sln --nologo -v quiet
	dotnet run --project src/ImageCloneOperator.Generator

GENERATED := config/crds config/install.yaml charts docs/reference.md docs/dependencies.md
check-manifests: manifests ## Fail when a generated file differs from what the C# types generate
	@git diff --exit-code -- $(GENERATED) && test -z "$$(git status --porcelain -- $(GENERATED))"

format: ## Format the code
	dotnet format ImageCloneOperator.sln

deploy: ## Install the operator in the current cluster (IMAGE=... names its image)
	kubectl kustomize config/default | sed 's|image: image-clone-operator:latest|image: $(IMAGE)|' | kubectl apply -f -

undeploy: ## Take the operator off the current cluster: policies first, so that nothing is left stuck (WAIT=2m)
	build/undeploy.sh

docker-build: ## Build the container image (IMAGE=name, VERSION=1.2.3)
	docker build -t $(IMAGE) $(if $(VERSION),--build-arg VERSION=$(VERSION)) --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null) .

bench: ## Measure copies beside crane, oras and skopeo, and the operator in a large cluster (PEERS=folder with them, ROUNDS=5, BEFORE=an earlier build, ONLY=names, FLOOD=minutes of tenant-flood); writes docs/benchmarks.md
	dotnet run --project tests/ImageCloneOperator.Benchmarks -c Release -- --rounds $(or $(ROUNDS),5) $(if $(BEFORE),--before $(BEFORE)) $(if $(ONLY),--only $(ONLY)) $(if $(FLOOD),--flood-minutes $(FLOOD))

mutate: ## Change Core's decisions one by one and fail when the tests notice less than 90 % (FILES=**/Backups/*.cs, JOBS=2); the report is artifacts/mutation/reports/mutation-report.html
	dotnet tool restore
	cd tests/ImageCloneOperator.Core.Tests && TESTINGPLATFORM_TELEMETRY_OPTOUT=1 dotnet stryker --output $(CURDIR)/artifacts/mutation --concurrency $(or $(JOBS),2) $(if $(FILES),--mutate '$(FILES)')
