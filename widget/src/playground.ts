/** The playground: choose settings, see the box, take the snippet along. */

import "./i-statement";

const NAMES = ["lang", "theme", "mode", "resources-region", "name", "max-length", "quick-exit-href"] as const;

const form = document.querySelector<HTMLFormElement>("#settings");
const box = document.querySelector("i-statement");
const service = location.origin;

function attributes(): [string, string][] {
  if (!form) return [];
  const data = new FormData(form);
  return NAMES.map((name): [string, string] => [name, String(data.get(name) ?? "").trim()]).filter(([, value]) => value);
}

function escape(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function elementSnippet(chosen: [string, string][]): string {
  const integrity = form?.querySelector<HTMLInputElement>("[name=pin]")?.checked ? ` integrity="${form.dataset["integrity"] ?? ""}" crossorigin` : "";
  const listed = chosen.map(([name, value]) => ` ${name}="${escape(value)}"`).join("");
  const field = chosen.find(([name]) => name === "name")?.[1] || "message";
  return `<script type="module" src="${service}/widget/i-statement.js"${integrity}></script>
<i-statement endpoint="${service}"${listed}>
  <label>Your message <textarea name="${escape(field)}" rows="5" autocomplete="off"></textarea></label>
</i-statement>`;
}

function frameSnippet(chosen: [string, string][]): string {
  const query = new URLSearchParams(chosen.filter(([name]) => name !== "name"));
  return `<iframe src="${service}/embed${query.size ? `?${escape(query.toString())}` : ""}" title="In other words"
  sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-top-navigation-by-user-activation"
  allow="clipboard-write" referrerpolicy="no-referrer" width="100%" height="760"></iframe>`;
}

function resizeSnippet(): string {
  return `addEventListener("message", (event) => {
  if (event.origin !== "${service}" || event.data?.type !== "i-statement-height") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === event.source) frame.height = event.data.height;
});`;
}

function policySnippet(): string {
  return `Content-Security-Policy: script-src 'self' ${service}; connect-src 'self' ${service}; frame-src ${service};
  require-trusted-types-for 'script'; trusted-types 'none'`;
}

function show(): void {
  const chosen = attributes();
  for (const name of NAMES) {
    const value = chosen.find(([one]) => one === name)?.[1];
    if (!box || box.getAttribute(name) === (value ?? null)) continue;
    if (value) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
  const write = (id: string, text: string): void => {
    const field = document.querySelector<HTMLElement>(`#${id}`);
    if (field) field.textContent = text;
  };
  write("snippet-element", elementSnippet(chosen));
  write("snippet-frame", frameSnippet(chosen));
  write("snippet-resize", resizeSnippet());
  write("snippet-policy", policySnippet());
}

form?.addEventListener("input", show);
form?.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.addEventListener("click", () => {
    const text = document.querySelector(`#${button.dataset["copy"] ?? ""}`)?.textContent ?? "";
    void navigator.clipboard.writeText(text).then(() => (button.textContent = "Copied"));
  });
}
// The box changes its own mode where its tabs are used; the settings follow.
box?.addEventListener("ist-result", (event) => {
  const mode = form?.querySelector<HTMLSelectElement>("[name=mode]");
  if (mode) mode.value = event.detail.mode;
});
show();
