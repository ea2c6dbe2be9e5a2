/** What a person can do with a result, as steps on the state of one tab. */

import type { CheckIn } from "./shared/records";
import { back, compose, draftOf, retype, step } from "./edits";
import type { HelpActions } from "./routed";
import type { Translate } from "./shared/i18n";
import type { Pane } from "./pane";
import { copyText } from "./shared/copy";
import { showReason, type ResultActions } from "./result";

/** The element, as far as a step needs it. */
export interface Desk {
  pane: Pane;
  t: Translate;
  output(): HTMLElement | undefined;
  input(): HTMLElement | undefined;
  draw(): void;
  settle(): void;
  /** Ask again, with what stands in the box or with a text given. */
  ask(text?: string): void;
  say(text: string, urgently?: boolean): void;
  accepted(): void;
  copied(): void;
  country(code: string): void;
}

export function resultSteps(desk: Desk): ResultActions {
  const { pane } = desk;
  return {
    mark(number) {
      const output = desk.output();
      pane.mark = number;
      if (output && pane.result) showReason(output, pane.result, number);
    },
    feeling(word) {
      pane.feeling = word;
      desk.ask();
    },
    use: (number) => use(desk, number),
    edit(number) {
      if (!pane.draft) return;
      const off = new Set(pane.draft.off);
      if (!off.delete(number)) off.add(number);
      pane.draft = step(pane.draft, { off });
      desk.draw();
    },
    fill(blank, words) {
      if (!pane.draft) return;
      const fills = { ...pane.draft.fills, [blank]: words };
      pane.draft = pane.draft.fills[blank] ? { ...pane.draft, fills } : step(pane.draft, { fills });
      showDraft(desk);
    },
    retype(text, going) {
      if (pane.draft) pane.draft = retype(pane.draft, text, going);
      showDraft(desk);
    },
    undo() {
      if (pane.draft) pane.draft = back(pane.draft);
      desk.draw();
    },
    copy: () => void copy(desk),
    discard() {
      pane.draft = null;
      desk.draw();
    },
  };
}

export function helpSteps(desk: Desk): HelpActions {
  return {
    answer(reply: CheckIn) {
      desk.pane.checkIn = reply;
      desk.ask(desk.pane.asked);
    },
    country(code) {
      desk.country(code);
      desk.ask(desk.pane.asked);
    },
    unfold() {
      desk.pane.folded = false;
      desk.draw();
      desk.input()?.focus();
    },
  };
}

function use(desk: Desk, number: number): void {
  const { pane } = desk;
  const suggestion = pane.result?.suggestions[number];
  if (!suggestion || !pane.result) return;
  pane.draft = draftOf(suggestion, pane.result.receipt);
  desk.draw();
  desk.output()?.querySelector<HTMLElement>("[data-key=draft-heading]")?.focus();
  desk.accepted();
}

/** While the person types, only the draft's own field may change, or the cursor would jump. */
function showDraft({ pane, output, settle }: Desk): void {
  const area = output()?.querySelector<HTMLTextAreaElement>("#draft");
  if (area && pane.draft && area.value !== compose(pane.draft)) area.value = compose(pane.draft);
  const undo = output()?.querySelector<HTMLButtonElement>("[data-key=undo]");
  if (undo) undo.disabled = !pane.draft?.past.length;
  settle();
}

async function copy(desk: Desk): Promise<void> {
  const output = desk.output();
  const area = output?.querySelector<HTMLTextAreaElement>("#draft");
  if (!desk.pane.draft || !area) return;
  if (!(await copyText(compose(desk.pane.draft), area))) return desk.say(desk.t("copy_by_hand"), true);
  desk.say(desk.t("copied"));
  const button = output?.querySelector<HTMLElement>("[data-key=copy]");
  if (button) button.textContent = desk.t("copied");
  desk.copied();
}
