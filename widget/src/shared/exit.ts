/** Leaving quickly: one cover, one way out, and all boxes on the page emptied. */

export interface Leaver {
  /** Forget everything and cover the page. */
  blank(): void;
  /** Tell how many presses are still needed; 0 for none begun. */
  presses(left: number): void;
  exitAddress(): string;
}

const PRESSES = 3;
const WITHIN_MS = 5_000;
const leavers = new Set<Leaver>();
let pressed: number[] = [];
let alone = false;

/** A box joins while it is on the page. */
export function join(leaver: Leaver): void {
  if (leavers.size === 0) for (const name of ["keydown", "keyup"] as const) addEventListener(name, onKey, true);
  leavers.add(leaver);
}

/** A box that is gone no longer listens. */
export function part(leaver: Leaver): void {
  leavers.delete(leaver);
  if (leavers.size === 0) for (const name of ["keydown", "keyup"] as const) removeEventListener(name, onKey, true);
}

/** Cover, forget, and replace this page by another one; in a frame the outer page goes too, where the frame may. */
export function leave(leaver: Leaver): void {
  const address = leaver.exitAddress();
  for (const one of leavers) one.blank();
  document.title = "…";
  try {
    (window.top ?? window).location.replace(address);
  } catch {
    window.location.replace(address);
  }
}

/** Shift three times within five seconds, with no other key between. */
function onKey(event: KeyboardEvent): void {
  if (event.key !== "Shift") {
    alone = false;
    if (event.type === "keydown") count([]);
    return;
  }
  if (event.type === "keydown") {
    alone = !event.ctrlKey && !event.altKey && !event.metaKey;
    return;
  }
  if (!alone) return;
  const now = event.timeStamp;
  count([...pressed.filter((time) => now - time < WITHIN_MS), now]);
  const [first] = leavers;
  if (pressed.length >= PRESSES && first) {
    pressed = [];
    leave(first);
  }
}

function count(times: number[]): void {
  const changed = times.length !== pressed.length;
  pressed = times;
  if (changed) for (const one of leavers) one.presses(times.length ? PRESSES - times.length : 0);
}
