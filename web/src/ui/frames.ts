/**
 * What waits for the next frame.
 *
 * All drawings of a frame are done one after another, before the page takes notice of what came
 * of them: a text on a canvas makes the browser work out the styles of all that changed.
 */

const waiting = new Set<() => void>();
let frame = 0;

/** Call `draw` in the next frame, once; returns how to call it off. */
export function inNextFrame(draw: () => void): () => void {
  waiting.add(draw);
  frame ||= requestAnimationFrame(drawAll);
  return () => waiting.delete(draw);
}

function drawAll(): void {
  frame = 0;
  const drawings = [...waiting];
  waiting.clear();
  for (const draw of drawings) {
    try {
      draw();
    } catch (error) {
      // One that fails must not take the others with it.
      reportError(error);
    }
  }
}
