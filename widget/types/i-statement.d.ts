/** The custom element `<i-statement>`: from blame to words that can be heard. */

/** `say`: reword one's own message. `hear`: reply to a message one got. */
export type IStatementMode = "say" | "hear";
export type IStatementTheme = "auto" | "light" | "dark";

/** Why there was no answer. */
export type IStatementTrouble = "offline" | "unreachable" | "timeout" | "busy" | "too_large" | "refused" | "broken";

/** Events bubble and cross shadow roots. None holds what was typed, and none says of what kind a result was. */
export interface IStatementEventMap {
  /** The element can be used. */
  "ist-ready": CustomEvent<null>;
  /** The person typed. */
  "ist-input": CustomEvent<{ mode: IStatementMode; length: number }>;
  /** A result is shown, of whatever kind. */
  "ist-result": CustomEvent<{ mode: IStatementMode }>;
  /** A wording was taken over; `text` only where the host set `share-text`. */
  "ist-accept": CustomEvent<{ mode: IStatementMode; text?: string }>;
  /** A wording was copied; `text` only where the host set `share-text`. */
  "ist-copy": CustomEvent<{ mode: IStatementMode; text?: string }>;
  /** Help lines came into view, because the person opened them or because the service showed them. It never says why. */
  "ist-safety": CustomEvent<null>;
  /** There was no answer. */
  "ist-error": CustomEvent<{ trouble: IStatementTrouble }>;
  /** The person leaves quickly; the text is gone already. */
  "ist-exit": CustomEvent<null>;
}

export declare class IStatement extends HTMLElement {
  static readonly formAssociated: true;
  /** Add or replace the words of the interface for a language; what is missing falls back to English. */
  static addMessages(language: string, messages: Record<string, string | Record<string, string>>): void;

  /** Address of the service; default: where the script came from. */
  endpoint: string;
  mode: IStatementMode;
  theme: IStatementTheme;
  /** The wording that was taken over, else what was typed. This is what a form submits. */
  value: string;
  name: string;
  /** Most characters; default 2000. */
  maxLength: number;
  /** Where the quick exit goes. */
  quickExitHref: string;
  /** Two letters of a country, for help lines. */
  resourcesRegion: string;
  readOnly: boolean;
  required: boolean;
  disabled: boolean;
  /** Whether `ist-accept` and `ist-copy` carry the wording. */
  shareText: boolean;

  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;

  /** Ask for wordings; resolves when they, or an error, are shown. */
  rewrite(): Promise<void>;
  /** Stop asking; the text stays. */
  stop(): void;
  /** Forget the text and the result of both tabs. */
  clear(): void;

  addEventListener<K extends keyof IStatementEventMap>(
    type: K,
    listener: (this: IStatement, event: IStatementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "i-statement": IStatement;
  }
}
