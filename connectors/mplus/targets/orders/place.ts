import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { choose } from '../choose.ts';
import type { Branch } from '../places.ts';
import { findWorkplace } from './session.ts';
import type { Session } from './session.ts';

/**
 * Where and as whom the order is entered: branch it is booked on, branch and workplace it is entered at, employee. The till wants a workplace for every entry branch
 * but its first. Throws `data`, parked, for a branch or an employee of the order that the till does not have.
 */
export function placeOf(order: Order, session: Session, context: RecordContext<MplusClient>): SourceRecord & { readonly financialBranchNumber?: string } {
  const { settings, places } = session;
  const branch = choose({ key: 'branch', label: 'Branch', setting: settings.branch, find: places.branch, warn: context.warn }, order.branch ?? '');
  const employee = choose({ key: 'employee', label: 'Employee', setting: settings.employee, find: places.employee, warn: context.warn }, order.employee ?? '');
  if (employee === undefined) throw new FluxoError({ code: 'mplus.no_employee', kind: 'data', what: 'The till takes no order without an employee.', where: { field: 'employee' }, parkedOn: { setting: 'employee', value: order.employee ?? '' }, fix: 'Enter a default employee; 999999 is the till’s own administrator.' });
  const entry = places.branch(settings.entryBranch) ?? branch;
  const workplace = workplaceOf(entry, session);
  return {
    ...(entry && { entryBranchNumber: entry.number }),
    employeeNumber: employee,
    ...(branch && { financialBranchNumber: branch.number }),
    ...(workplace !== undefined && { workplaceNumber: workplace }),
  };
}

function workplaceOf(entry: Branch | undefined, { settings, places }: Session): string | undefined {
  if (settings.workplace.trim() !== '') {
    const found = findWorkplace(places, settings.workplace, entry);
    if (found) return found.number;
    throw new FluxoError({ code: 'mplus.workplace_elsewhere', kind: 'data', what: `The workplace “${settings.workplace}” is not in branch ${entry?.number ?? ''}.`, where: { field: 'workplace' }, params: { workplace: settings.workplace, branch: entry?.number ?? '' }, fix: 'Choose a workplace of the branch in which orders are entered, or none.' });
  }
  if (!entry || entry.number === places.branches[0]?.number) return undefined;
  const [only, another] = entry.workplaces;
  if (only && !another) return only.number;
  throw new FluxoError({ code: 'mplus.workplace_missing', kind: 'data', what: `Branch ${entry.number} is not the till’s first, so an order there needs a workplace.`, where: { field: 'workplace' }, params: { branch: entry.number }, fix: 'Choose the workplace in the MplusKASSA node.' });
}
