/** Drawing no more often than the screen can show it, however many events come. */

/** A function that lets `draw` run once with the next frame. */
export function onceAFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
}
