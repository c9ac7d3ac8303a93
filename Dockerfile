# syntax=docker/dockerfile:1
# The compiler and the linker run on the platform that the image is for: for another one, docker buildx needs a builder of that kind
# (docker buildx create --append --platform linux/arm64 ...), since .NET does not run under QEMU's emulation.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Directory.Build.props src/
COPY src/ImageCloneOperator.Core/*.csproj src/ImageCloneOperator.Core/
COPY src/ImageCloneOperator.Registry/*.csproj src/ImageCloneOperator.Registry/
COPY src/ImageCloneOperator.Kubernetes/*.csproj src/ImageCloneOperator.Kubernetes/
COPY src/ImageCloneOperator.Api/*.csproj src/ImageCloneOperator.Api/
COPY src/ImageCloneOperator/*.csproj src/ImageCloneOperator/
RUN dotnet restore src/ImageCloneOperator -a $TARGETARCH
COPY .editorconfig ./
COPY src src
ARG VERSION=0.1.0
ARG REVISION=
RUN dotnet publish src/ImageCloneOperator --nologo -c Release -a $TARGETARCH --no-restore -o /app -p:Version=$VERSION -p:SourceRevisionId=$REVISION

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
ARG VERSION=0.1.0
ARG REVISION=
LABEL org.opencontainers.image.title="image-clone-operator" \
      org.opencontainers.image.description="Backs up the container images that a Kubernetes cluster runs" \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$REVISION \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /app/image-clone-operator /image-clone-operator
USER $APP_UID
EXPOSE 8080 9443
ENTRYPOINT ["/image-clone-operator"]
