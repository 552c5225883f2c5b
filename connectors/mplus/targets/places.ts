import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { list, textOf } from '../wire/values.ts';

export interface Branch {
  readonly number: string;
  readonly name: string;
  readonly workplaces: readonly { readonly number: string; readonly name: string }[];
}

/** Where and as whom something is entered at the till, checked against its own lists. Everything goes by number or by name. */
export interface Places {
  readonly branches: readonly Branch[];
  branch(told: string): Branch | undefined;
  /** The number of an active employee; undefined for one the till does not have. */
  employee(told: string): string | undefined;
}

/** The till's own administrator. Every installation has it, whether or not its list of employees shows it. */
export const superUser = '999999';

/** Reads branches with their workplaces, and employees. */
export async function readPlaces(client: MplusClient, call: CallContext): Promise<Places> {
  const [branchAnswer, employeeAnswer] = await Promise.all([client.call('getBranches', {}, call), client.call('getEmployees', {}, call)]);
  const branches = list(branchAnswer['branches']).map((branch): Branch => ({
    number: textOf(branch['branchNumber']),
    name: textOf(branch['branchName']),
    workplaces: list(branch['workplaces']).map((workplace) => ({ number: textOf(workplace['workplaceNumber']), name: textOf(workplace['workplaceName']) })),
  }));
  const employees = list(employeeAnswer['employeeList']);
  return {
    branches,
    branch: (told) => byNumberOrName(branches, told, ({ number }) => number, ({ name }) => name),
    employee(told) {
      const found = byNumberOrName(employees, told, (each) => textOf(each['employeeNumber']), (each) => textOf(each['name']));
      if (found) return found['active'] === false ? undefined : textOf((found as SourceRecord)['employeeNumber']);
      return told.trim() === superUser ? superUser : undefined;
    },
  };
}

/** A row by its number, else by a name that only one has. */
export function byNumberOrName<Row>(rows: readonly Row[], told: string, numberOf: (row: Row) => string, nameOf: (row: Row) => string): Row | undefined {
  const text = told.trim();
  if (text === '') return undefined;
  const byNumber = rows.find((row) => numberOf(row) === text);
  if (byNumber) return byNumber;
  const named = rows.filter((row) => nameOf(row).toLowerCase() === text.toLowerCase());
  return named.length === 1 ? named[0] : undefined;
}
