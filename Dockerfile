# Attune, as it is served: `docker build -t attune .`, or `docker compose up` with the database.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The sources are not there yet that npm's own step would prepare; the Node of this image is the one that serves.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run prepare && npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production DATA_FOLDER=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
COPY --from=build /app/drizzle drizzle
COPY --from=build /app/server server
COPY --from=build /app/src/lib/core src/lib/core
USER node
VOLUME /data
EXPOSE 3000
# Ready, not only up: `docker compose up --wait` then tells of a database that can't be opened.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/api/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/serve.ts"]
