/** Calls `tell` once, when the signal comes or at once where it has come already. Answers with what stops listening. */
export function whenAborted(signal: AbortSignal, tell: () => void): () => void {
  if (signal.aborted) tell();
  else signal.addEventListener('abort', tell, { once: true });
  return () => signal.removeEventListener('abort', tell);
}
