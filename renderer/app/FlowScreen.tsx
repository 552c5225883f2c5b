export function FlowScreen({ flowId }: { readonly flowId: string }) {
  return <main aria-label={flowId} />;
}
