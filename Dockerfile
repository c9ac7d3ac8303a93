# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props ./
COPY src src
RUN dotnet publish src/ImageCloneOperator --nologo -c Release -a $TARGETARCH --no-self-contained -p:PublishReadyToRun=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# The root file system is read-only: no diagnostic sockets in /tmp.
ENV DOTNET_EnableDiagnostics=0
USER $APP_UID
EXPOSE 8080 9443
ENTRYPOINT ["/app/image-clone-operator"]
