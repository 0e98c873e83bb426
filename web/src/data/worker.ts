/** Off the main thread: fetch one tile, decode it, hand its buffers over. */

import { attempt, RequestError } from "./http";
import { buffersOf, decodeTile, type Tile, type TileShape } from "./tile";

export type Order =
  { kind: "get"; id: number; url: string; shape: TileShape } | { kind: "abort"; id: number };

export type Delivery =
  | { kind: "tile"; id: number; tile: Tile; newer: boolean }
  | {
      kind: "error";
      id: number;
      message: string;
      status: number;
      errorId: string | null;
      errorKind: string;
    };

const running = new Map<number, AbortController>();

function report(id: number, error: unknown): void {
  const known = error instanceof RequestError;
  const delivery: Delivery = {
    kind: "error",
    id,
    message: error instanceof Error ? error.message : String(error),
    status: known ? error.status : 500,
    errorId: known ? error.id : null,
    errorKind: known ? error.kind : "",
  };
  postMessage(delivery);
}

async function received(response: Response): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer();
  } catch {
    throw new RequestError("The server broke off its answer.", 0);
  }
}

function decoded(body: ArrayBuffer, shape: TileShape, newer: boolean): Tile {
  try {
    return decodeTile(body, shape);
  } catch (error) {
    if (!newer) throw error;
    throw new RequestError("This dataset has a new version, cut otherwise.", 409, null, "Newer");
  }
}

async function serve(order: Extract<Order, { kind: "get" }>): Promise<void> {
  const controller = new AbortController();
  running.set(order.id, controller);
  try {
    // Once: when to ask again is for the store to say, which sees all that fails.
    const response = await attempt(order.url, { signal: controller.signal });
    const newer = response.headers.get("dayside-version") === "newer";
    const tile = decoded(await received(response), order.shape, newer);
    const delivery: Delivery = { kind: "tile", id: order.id, tile, newer };
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
