# The image of berth: Node, Helm and an init on a small Debian, run by nobody in particular on a root file system that is never written.
#
#   docker build --tag ghcr.io/berth-dev/berth:0.1.0 .
#
# Everything from npm and from the Go proxy is pinned by checksum, by package-lock.json and go.sum. The bases are pinned by version: to pin
# them by digest too, or to take them from a registry of your own, name them: --build-arg NODE=registry.example.com/node@sha256:…
ARG NODE=docker.io/library/node:24.21.0-bookworm-slim
ARG GO=docker.io/library/golang:1.26.8-bookworm
ARG DEBIAN=docker.io/library/debian:12-slim

# The Helm that berth is tested with, from the same pins. It says which Kubernetes its charts are rendered for where no cluster tells it.
FROM ${GO} AS helm
WORKDIR /build
COPY sandbox/cluster/components/go.mod sandbox/cluster/components/go.sum ./
ENV CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local
RUN go build -buildvcs=false -o helm -ldflags "-s -w \
  -X k8s.io/component-base/version.gitVersion=v1.36.3 \
  -X k8s.io/component-base/version.gitMajor=1 \
  -X k8s.io/component-base/version.gitMinor=36 \
  -X k8s.io/client-go/pkg/version.gitVersion=v1.36.3 \
  -X k8s.io/client-go/pkg/version.gitMajor=1 \
  -X k8s.io/client-go/pkg/version.gitMinor=36 \
  -X helm.sh/helm/v4/internal/version.version=v4.2.4" \
  helm.sh/helm/v4/cmd/helm

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --prefer-offline --ignore-scripts --omit=optional --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build
# What runs, without what only builds and tests.
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

# An init, because Helm may leave processes behind that somebody has to reap; and the certificates that everybody trusts.
FROM ${DEBIAN} AS init
RUN test -x /usr/bin/tini -a -s /etc/ssl/certs/ca-certificates.crt \
  || (apt-get update && apt-get install --yes --no-install-recommends tini ca-certificates)

# Nothing runs in this stage, so that it is what is copied here and nothing else. setpriv, which berth runs Helm with, is part
# of Debian.
FROM ${DEBIAN}
COPY --from=init /usr/bin/tini /usr/bin/tini
COPY --from=init /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=helm /build/helm /usr/local/bin/helm
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json app.yml ./
COPY src/web/pages/browser src/web/pages/browser
COPY charts charts
COPY environments environments
ENV NODE_ENV=production LISTEN_HOST=0.0.0.0 LISTEN_PORT=3000 HELM_PATH=/usr/local/bin/helm CACHE_FOLDER=/tmp/berth
# What is read from a connection, 64 KiB at a time, goes back to the system by itself. In glibc's heap a single small piece above it keeps all
# below: with 200 environments 250 MB that nobody used. https://man7.org/linux/man-pages/man3/mallopt.3.html
ENV MALLOC_MMAP_THRESHOLD_=65536
# On a large machine V8 takes 64 MiB twice for what is young, and keeps it. What is old berth gives back by itself once nothing is at work, for
# which it has to be let. Source maps would be those of all libraries: 17 MB.
ENV NODE_OPTIONS="--max-semi-space-size=8 --expose-gc"
EXPOSE 3000
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
# Kubernetes has probes of its own; this is for whoever runs the image without it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LISTEN_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "dist/main.js"]
