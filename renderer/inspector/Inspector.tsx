export function Inspector() {
  return <aside data-inspector className="h-full bg-surface" />;
}
