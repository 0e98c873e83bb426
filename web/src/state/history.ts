/** Undo and redo over states; immutable, so that a history is a value like any other. */

const DEPTH = 200;

export interface History<S> {
  past: S[];
  present: S;
  future: S[];
}

export function begin<S>(present: S): History<S> {
  return { past: [], present, future: [] };
}

/** A new state that can be undone. */
export function push<S>(history: History<S>, state: S): History<S> {
  if (state === history.present) return history;
  return { past: [...history.past, history.present].slice(-DEPTH), present: state, future: [] };
}

export function undo<S>(history: History<S>): History<S> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
  };
}

export function redo<S>(history: History<S>): History<S> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future: rest };
}
