/** What one tab holds in memory, and nowhere else. */

import type { Mode, Result } from "./api";
import type { CheckIn } from "./shared/records";
import type { Failure } from "./shared/service";
import type { Draft } from "./edits";

export interface Pane {
  mode: Mode;
  /** What the person typed. */
  text: string;
  /** The text that the result belongs to. */
  asked: string;
  result: Result | null;
  failure: Failure | null;
  connected: boolean;
  feeling: string;
  checkIn: CheckIn | "";
  /** The suggestion that was taken over, and what became of it. */
  draft: Draft | null;
  mark: number;
  /** A routed result hides the text until the person asks for it back. */
  folded: boolean;
}

export function emptyPane(mode: Mode): Pane {
  return {
    mode,
    text: "",
    asked: "",
    result: null,
    failure: null,
    connected: false,
    feeling: "",
    checkIn: "",
    draft: null,
    mark: -1,
    folded: false,
  };
}
