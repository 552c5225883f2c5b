export function SettingsPage() {
  return <main aria-label="SettingsPage" />;
}
