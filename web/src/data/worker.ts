/** Off the main thread: fetch one tile, decode it, hand its buffers over. */

import { get, RequestError } from "./http";
import { buffersOf, decodeTile, type Tile, type TileShape } from "./tile";

export type Order =
  { kind: "get"; id: number; url: string; shape: TileShape } | { kind: "abort"; id: number };

export type Delivery =
  | { kind: "tile"; id: number; tile: Tile }
  | { kind: "error"; id: number; message: string; status: number; errorId: string | null };

const running = new Map<number, AbortController>();

function report(id: number, error: unknown): void {
  const known = error instanceof RequestError;
  const delivery: Delivery = {
    kind: "error",
    id,
    message: error instanceof Error ? error.message : String(error),
    status: known ? error.status : 0,
    errorId: known ? error.id : null,
  };
  postMessage(delivery);
}

async function serve(order: Extract<Order, { kind: "get" }>): Promise<void> {
  const controller = new AbortController();
  running.set(order.id, controller);
  try {
    const response = await get(order.url, controller.signal);
    const tile = decodeTile(await response.arrayBuffer(), order.shape);
    const delivery: Delivery = { kind: "tile", id: order.id, tile };
    postMessage(delivery, { transfer: buffersOf(tile) });
  } catch (error) {
    if (!controller.signal.aborted) report(order.id, error);
  } finally {
    running.delete(order.id);
  }
}

addEventListener("message", (event: MessageEvent<Order>) => {
  const order = event.data;
  if (order.kind === "abort") running.get(order.id)?.abort();
  else void serve(order);
});
