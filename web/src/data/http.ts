/** One way to ask the server, and one kind of error to show. */

export class RequestError extends Error {
  readonly status: number;
  /** The server's name for this error, to quote in a report. */
  readonly id: string | null;
  /** Class of the error at the server, such as `TooMuch`; "" where it told none. */
  readonly kind: string;

  constructor(message: string, status: number, id: string | null = null, kind = "") {
    super(message);
    this.name = "RequestError";
    this.status = status;
    this.id = id;
    this.kind = kind;
  }

  /** Whether the same question may be answered a moment later. */
  get passes(): boolean {
    return this.status === 0 || this.status >= 502;
  }
}

const RETRY_DELAYS_MS = [250, 1000];

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** The server's own sentence where it gave one. */
async function failure(response: Response): Promise<RequestError> {
  try {
    const body = (await response.json()) as { error?: Record<string, unknown> };
    const { message, id, type } = body.error ?? {};
    if (typeof message === "string") {
      const name = typeof id === "string" ? id : null;
      return new RequestError(message, response.status, name, String(type ?? ""));
    }
  } catch {
    // Not JSON: a proxy answered in the server's place.
  }
  return new RequestError(`The server answered ${response.status}.`, response.status);
}

/** Ask once. */
export async function attempt(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError("The server cannot be reached.", 0);
  }
  if (!response.ok) throw await failure(response);
  return response;
}

/** GET `url`; a server that is away for a moment is asked again. */
export async function get(url: string, signal?: AbortSignal): Promise<Response> {
  const init = signal ? { signal } : {};
  for (const delay of RETRY_DELAYS_MS) {
    try {
      return await attempt(url, init);
    } catch (error) {
      if (!(error instanceof RequestError && error.passes)) throw error;
      await pause(delay, signal);
    }
  }
  return attempt(url, init);
}

/** POST `body` as JSON, once: what changes something is not sent twice. */
export async function post(url: string, body: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return attempt(url, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Build `root/path?query`, leaving out what is undefined. */
export function address(
  root: string,
  path: string,
  query: Record<string, string | number | undefined> = {},
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) search.set(key, String(value));
  }
  const text = search.toString();
  return `${root}${path}${text ? `?${text}` : ""}`;
}
