/**
 * As `ref`: a dialog that opens puts the focus here. The browser's own dialog looks for the attribute, which React's
 * `autoFocus` does not set.
 */
export function focusFirst(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '');
}
