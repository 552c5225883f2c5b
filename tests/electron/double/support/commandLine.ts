import { note } from './journal.ts';

const appended = new Map<string, string>();

function given(name: string): string | undefined {
  const found = process.argv.find((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  return found === undefined ? appended.get(name) : found.slice(name.length + 3);
}

/** `app.commandLine`: reads the process's own arguments; what is appended is only written down, Chromium does not get it. */
export const commandLine = {
  hasSwitch: (name: string): boolean => given(name) !== undefined,
  getSwitchValue: (name: string): string => given(name) ?? '',
  appendSwitch(name: string, value = ''): void {
    note('commandLine.appendSwitch', name, value);
    appended.set(name, value);
  },
};
