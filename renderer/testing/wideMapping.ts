import type { FlowDocument } from '#shared/flow/document.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { catalog } from './fixtureCatalog.ts';
import { kassaFlow, samples } from './fixtureData.ts';

const standard = catalog.connectors[0]!.streams[0]!.defaultMapping;

/** The demo flow with a mapping of that many target fields, to see how the mapper bears it. */
export function wideMapping(fields: number): FlowDocument {
  const extra = Array.from({ length: Math.max(0, fields - standard.fields.length) }, (_, at): FieldRule => ({ target: `extra.field${at}`, from: at % 3 === 0 ? { kind: 'template', text: `{wide.field${at}} x` } : { kind: 'path', path: `wide.field${at}` }, ...(at % 4 === 0 && { functions: [{ name: 'trim' }, { name: 'upper' }] }) }));
  const mapping = { ...standard, fields: [...standard.fields, ...extra] };
  return { ...kassaFlow, nodes: kassaFlow.nodes.map((node) => (node.id === 'map' ? { ...node, settings: { mapping: mapping as never } } : node)) };
}

/** The sample records with as many fields more. */
export function wideSamples(fields: number): readonly { readonly key: string; readonly title: string; readonly record: SourceRecord }[] {
  return samples.map((sample) => ({ ...sample, record: { ...sample.record, wide: Object.fromEntries(Array.from({ length: fields }, (_, at) => [`field${at}`, `value ${at} of ${sample.key}`])) } }));
}
