/** Mouse, touch and wheel over the plots, as changes of the time range. */

import type { Range } from "../data/types";
import { timeAt, type Area } from "./frame";

export interface GestureTarget {
  /** The plots' area in the element, and the range it shows. */
  area(): Area;
  range(): Range;
  /** The range changes while a gesture goes on. */
  change(range: Range): void;
  /** The gesture is over. */
  done(): void;
  /** A box is being drawn between two times; null when it is gone. */
  box(range: Range | null): void;
  /** The pointer is at a time, over a plot (its element) or beside; null when it left. */
  hover(time: number | null, plot: HTMLElement | null, clientY: number): void;
}

/** Marks elements that react to gestures: `data-plot`. */
const PLOT = "[data-plot]";
const WHEEL_STEP = 0.0016;
const LEAST_BOX = 4;

type Drag =
  | { kind: "pan"; startX: number; range: Range }
  | { kind: "box"; startX: number; from: number; to: number }
  | { kind: "pinch"; distance: number; middle: number; range: Range };

/** The plot an event is meant for; what can be pressed inside it keeps its own events. */
function plotOf(event: Event): HTMLElement | null {
  if (!(event.target instanceof Element) || event.target.closest("button, a")) return null;
  return event.target.closest<HTMLElement>(PLOT);
}

function ordered(a: number, b: number): Range {
  return { start: Math.min(a, b), stop: Math.max(a, b) };
}

/** Listen on `element`; returns how to stop. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, number>();
  let drag: Drag | null = null;
  let wheelRest: ReturnType<typeof setTimeout> | undefined;

  const localX = (clientX: number): number => clientX - element.getBoundingClientRect().left;
  const time = (x: number): number => timeAt(x, target.range(), target.area());

  function beginDrag(event: PointerEvent): void {
    const xs = [...pointers.values()];
    const [a = 0, b] = xs;
    if (b !== undefined) {
      drag = {
        kind: "pinch",
        distance: Math.max(8, Math.abs(a - b)),
        middle: time((a + b) / 2),
        range: target.range(),
      };
    } else if (event.shiftKey) {
      drag = { kind: "box", startX: a, from: time(a), to: time(a) };
    } else {
      drag = { kind: "pan", startX: a, range: target.range() };
    }
  }

  function moveDrag(x: number): void {
    if (!drag) return;
    if (drag.kind === "box") {
      drag.to = time(x);
      target.box(ordered(drag.from, drag.to));
      return;
    }
    const { start, stop } = drag.range;
    if (drag.kind === "pan") {
      const by = ((drag.startX - x) / target.area().width) * (stop - start);
      target.change({ start: start + by, stop: stop + by });
      return;
    }
    const [a = 0, b = 0] = pointers.values();
    const factor = drag.distance / Math.max(8, Math.abs(a - b));
    // What was between the fingers stays between them.
    const length = (stop - start) * factor;
    const area = target.area();
    const at = ((a + b) / 2 - area.left) / area.width;
    target.change({ start: drag.middle - at * length, stop: drag.middle + (1 - at) * length });
  }

  function endDrag(x: number): void {
    if (drag?.kind === "box") {
      target.box(null);
      if (Math.abs(x - drag.startX) >= LEAST_BOX) target.change(ordered(drag.from, drag.to));
    }
    drag = null;
    target.done();
  }

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !plotOf(event)) return;
    pointers.set(event.pointerId, localX(event.clientX));
    element.setPointerCapture(event.pointerId);
    beginDrag(event);
  };
  const onMove = (event: PointerEvent): void => {
    const x = localX(event.clientX);
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, x);
    moveDrag(x);
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const plot = under?.closest<HTMLElement>(PLOT) ?? null;
    const area = target.area();
    const inside = plot !== null && x >= area.left && x <= area.left + area.width;
    target.hover(inside ? time(x) : null, plot, event.clientY);
  };
  const onUp = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    endDrag(localX(event.clientX));
    if (pointers.size > 0) beginDrag(event);
  };
  const onLeave = (): void => target.hover(null, null, 0);
  const onWheel = (event: WheelEvent): void => {
    if (!plotOf(event)) return;
    event.preventDefault();
    const { start, stop } = target.range();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = ((event.deltaX * unit) / target.area().width) * (stop - start);
      target.change({ start: start + by, stop: stop + by });
    } else {
      const factor = Math.exp(event.deltaY * unit * WHEEL_STEP);
      const centre = time(localX(event.clientX));
      target.change({
        start: centre + (start - centre) * factor,
        stop: centre + (stop - centre) * factor,
      });
    }
    clearTimeout(wheelRest);
    wheelRest = setTimeout(() => target.done(), 300);
  };

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onUp, { signal });
  element.addEventListener("pointerleave", onLeave, { signal });
  element.addEventListener("wheel", onWheel, { signal, passive: false });
  return () => {
    clearTimeout(wheelRest);
    stop.abort();
  };
}
