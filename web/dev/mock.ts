/** The synthetic datasets behind the server's own addresses, inside Vite's dev server. */

import type { ServerResponse } from "node:http";
import type { Plugin } from "vite";

import { dataset, datasets, levels, PARAMETERS, tile } from "./synthetic.ts";

function sendJson(response: ServerResponse, body: unknown): void {
  response.statusCode = body === undefined ? 404 : 200;
  response.setHeader("Content-Type", "application/json");
  const error = { message: "There is no dataset of that id.", status: 404, id: "mock" };
  response.end(JSON.stringify(body ?? { error }));
}

function sendTile(response: ServerResponse, query: URLSearchParams): void {
  const parameter = PARAMETERS[query.get("parameter") ?? ""];
  if (!parameter) return sendJson(response, undefined);
  const body = tile(parameter, Number(query.get("level")), Number(query.get("index")));
  response.setHeader("Content-Type", "application/octet-stream");
  response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
  response.end(Buffer.from(body));
}

export function mockServer(): Plugin {
  return {
    name: "dayside-mock",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? "/", "http://localhost");
        const query = url.searchParams;
        if (url.pathname === "/api/datasets") sendJson(response, datasets());
        else if (url.pathname === "/api/dataset")
          sendJson(response, dataset(query.get("id") ?? ""));
        else if (url.pathname === "/api/levels") {
          sendJson(response, levels(query.get("dataset") ?? ""));
        } else if (url.pathname === "/api/tile") sendTile(response, query);
        else next();
      });
    },
  };
}
