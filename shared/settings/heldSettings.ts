import { connectorOf, findStream, findTarget, type Catalog } from '../catalog/catalog.ts';
import { FluxoError } from '../errors.ts';
import { checkSettings } from './check.ts';
import { isForLevels, type NodeSettings } from './levels.ts';

/** Something a level says that no node can take. */
export interface HeldFault {
  readonly owner: string;
  /** Absent when the stream or target itself is unknown. */
  readonly key?: string;
}

/** What a level says about streams, targets or settings that do not exist (for `connector`, about another service's): it has no effect, which its writer will want to know. */
export function faultsOf(held: NodeSettings | undefined, catalog: Catalog, connector?: string): readonly HeldFault[] {
  return Object.entries(held ?? {}).flatMap(([owner, settings]): readonly HeldFault[] => {
    const definition = findStream(catalog, owner) ?? findTarget(catalog, owner);
    if (!definition || (connector !== undefined && connectorOf(owner) !== connector)) return [{ owner }];
    return Object.keys(settings).filter((key) => !definition.settings.some((field) => field.key === key && isForLevels(field))).map((key) => ({ owner, key }));
  });
}

/**
 * Refuses a value that a level cannot hold: of a stream, target or setting that does not exist, of another service than the connection's, or
 * one that the setting cannot have. Throws `setup`: `setting.unknown`, `setting.other_service`, `setting.wrong_type`, `setting.not_a_choice`, ….
 */
export function checkHeld(catalog: Catalog, owner: string, key: string, value: unknown, connector?: string): void {
  const definition = findStream(catalog, owner) ?? findTarget(catalog, owner);
  const field = definition?.settings.find((candidate) => candidate.key === key && isForLevels(candidate));
  const params = { node: '', level: '', owner, field: key };
  if (!definition || !field) throw new FluxoError({ code: 'setting.unknown', kind: 'setup', what: `“${owner}” has no setting “${key}” that can be given to several nodes.`, where: { field: key }, fix: 'Choose one of its settings.', params });
  if (connector !== undefined && connectorOf(owner) !== connector) throw new FluxoError({ code: 'setting.other_service', kind: 'setup', what: `A connection to ${connector} cannot hold settings of ${owner}.`, where: { field: key }, fix: 'Choose a connection of the same service.', params: { ...params, connector } });
  // Alone, because whether it is shown depends on what else a node has.
  const { when: _when, ...alone } = field;
  const [issue] = checkSettings([alone as typeof field], { [key]: value });
  if (issue) throw new FluxoError({ code: `setting.${issue.code}`, kind: 'setup', what: issue.text, where: { field: key }, fix: 'Correct it and save again.', params: { ...issue.params, ...params } });
}
