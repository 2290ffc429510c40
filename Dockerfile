# The gateway. Build: docker build -t comptoir .   Settings: docs/operating.md

FROM node:22-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --include=dev --no-audit --no-fund
RUN npx tsc -b
RUN npm prune --omit=dev --no-audit --no-fund && rm -f node_modules/@comptoir/fixture-kind-seats

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Workspaces: node_modules links to these folders.
COPY --from=build /app/libs/kernel libs/kernel
COPY --from=build /app/libs/tenant-kit libs/tenant-kit
COPY --from=build /app/libs/kinds libs/kinds
# One document per MCP tool and REST route.
COPY --from=build /app/operations operations
# What `comptoir seed` reads.
COPY --from=build /app/apps/cli/demo apps/cli/demo
USER node
EXPOSE 4000
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/gateway/src/main.js"]
