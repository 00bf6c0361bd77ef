/**
 * Floating boxes by an element: menus, choosers, lists. One at a time; Escape, a click elsewhere or focus going
 * elsewhere closes it.
 */

const GAP = 6;
let current = null;

/**
 * Show `node` by `anchor`. `onClose(refocus)` hears of the end; `refocus` says that focus belongs back on the anchor.
 * Returns a function that closes it.
 */
export function popup(anchor, node, { onClose = () => {}, above = false, wide = false } = {}) {
  current?.(false);
  node.classList.add("popup");
  (anchor.closest("dialog") ?? document.body).append(node);
  const followed = () => place(anchor, node, above, wide);
  followed();
  const close = (refocus = true) => {
    if (current !== close) return;
    current = null;
    for (const [target, event, listener, options] of heard) target.removeEventListener(event, listener, options);
    node.remove();
    onClose(refocus);
    if (refocus) anchor.focus?.();
  };
  const heard = [
    [
      document,
      "pointerdown",
      (event) => !node.contains(event.target) && !anchor.contains(event.target) && close(false),
      true,
    ],
    [
      document,
      "keydown",
      (event) => event.key === "Escape" && (event.preventDefault(), event.stopPropagation(), close()),
      true,
    ],
    [document, "focusin", ({ target }) => !node.contains(target) && !anchor.contains(target) && close(false), false],
    [window, "resize", followed, false],
  ];
  for (const [target, event, listener, options] of heard) target.addEventListener(event, listener, options);
  current = close;
  new ResizeObserver(() => node.isConnected && followed()).observe(node);
  return close;
}

/** Close whatever floats. */
export function closePopup() {
  current?.(false);
}

function place(anchor, node, above, wide) {
  const box = anchor.getBoundingClientRect();
  node.style.minWidth = `${Math.min(box.width, innerWidth - 2 * GAP)}px`;
  if (wide) node.style.width = `${Math.min(box.width, innerWidth - 2 * GAP)}px`;
  const { width, height } = node.getBoundingClientRect();
  const under = innerHeight - box.bottom - GAP;
  const over = box.top - GAP;
  const goesOver = above ? over >= Math.min(height, 160) : under < height && over > under;
  node.style.maxHeight = `${Math.max(120, (goesOver ? over : under) - GAP)}px`;
  const used = Math.min(height, goesOver ? over - GAP : under - GAP);
  node.style.top = `${goesOver ? box.top - GAP - used : box.bottom + GAP}px`;
  node.style.left = `${Math.max(GAP, Math.min(box.left, innerWidth - width - GAP))}px`;
}
