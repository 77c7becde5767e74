# The gateway in a container: built in one stage, run in another with production dependencies only.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node 24 itself; the copy on npm is for machines that have an older one.
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.sdk.json .swcrc ./
COPY bin bin
COPY src src
COPY providers providers
COPY console console
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production VTG_DATA_DIR=/data VTG_HOST=0.0.0.0
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json gateway.yaml ./
COPY bin/vtg.js bin/vtg.js
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.VTG_PORT || 3000) + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process, so that SIGTERM reaches it. The limits of V8 are those of `npm start` (README, "Run it for real").
CMD ["node", "--max-semi-space-size=16", "--heap-growing-percent=50", "bin/vtg.js", "start"]
