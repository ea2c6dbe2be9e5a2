/** Text onto the clipboard. */

/** Copy a text; where the page may not, select it in `field` and try the old way. False where both are blocked; then it stays selected. */
export async function copyText(text: string, field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}
