/** The worker, seen from the main thread. */

import { RequestError } from "./http";
import type { Tile, TileShape } from "./tile";
import type { Delivery, Order } from "./worker";

/** A tile, and whether it is of a newer version than was asked for. */
export interface Arrived {
  tile: Tile;
  newer: boolean;
}

/** Fetches one tile; rejects with `RequestError`, or with an abort where it was called off. */
export type Transport = (url: string, shape: TileShape, signal: AbortSignal) => Promise<Arrived>;

export function workerTransport(): Transport {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, (delivery: Delivery) => void>();
  let last = 0;

  worker.addEventListener("message", (event: MessageEvent<Delivery>) => {
    const settle = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    settle?.(event.data);
  });
  const send = (order: Order): void => worker.postMessage(order);

  return (url, shape, signal) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, (delivery) => {
        if (delivery.kind === "tile") resolve(delivery);
        else {
          const { message, status, errorId, errorKind } = delivery;
          reject(new RequestError(message, status, errorId, errorKind));
        }
      });
      signal.addEventListener("abort", () => {
        waiting.delete(id);
        send({ kind: "abort", id });
        reject(signal.reason as Error);
      });
      // A worker resolves addresses against its own script, which lives elsewhere.
      send({ kind: "get", id, url: new URL(url, location.href).href, shape });
    });
}
