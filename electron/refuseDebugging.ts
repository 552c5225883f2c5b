import { app } from 'electron';

const switches = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'inspect-port', 'js-flags', 'disable-web-security', 'no-sandbox', 'load-extension'] as const;

/** The installed app does not start under a debugger or without its guards: another program on the machine could use them to read what it shows. */
export function refuseDebugging(): void {
  if (!app.isPackaged) return;
  const found = switches.find((name) => app.commandLine.hasSwitch(name));
  if (found === undefined) return;
  process.stderr.write(`Fluxo does not start with --${found}.\n`);
  app.exit(1);
}
