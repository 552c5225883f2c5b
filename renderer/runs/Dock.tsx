/** The dock below the canvas: log inspector, problems and runs of one flow. What it shows is in `useLayout().dock`. */
export function Dock({ flowId }: { readonly flowId: string }) {
  return <section aria-label={flowId} />;
}
