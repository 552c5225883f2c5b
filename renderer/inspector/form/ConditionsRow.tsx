import { ConditionsSchema, type Conditions } from '#shared/records/conditions.ts';
import { asText, readPath } from '#shared/mapping/path.ts';
import { useNodeSample } from '../data/useNodeSample.ts';
import { ConditionList } from './ConditionList.tsx';
import type { FieldOf, RowProps } from './rowProps.ts';

/** Conditions of a filter. Values seen in the sample records are offered. */
export function ConditionsRow({ value, nodeId, error, onChange }: RowProps<FieldOf<'conditions'>>) {
  const sample = useNodeSample(nodeId);
  const conditions: Conditions = ConditionsSchema.safeParse(value).data ?? { join: 'all', rows: [] };
  const textAt = (record: unknown, path: string) => asText(readPath(record, path.split('.')));
  return (
    <div className="flex flex-col gap-2">
      <ConditionList
        conditions={conditions}
        onChange={onChange}
        fields={sample.fields.filter((field) => field.type !== 'list' && !field.path.includes('[]'))}
        valueOf={(path) => textAt(sample.record, path)}
        seen={(path) => [...new Set(sample.records.map((record) => textAt(record, path)))].filter(Boolean)}
        formulaScope={{ record: sample.record }}
      />
      {error && <p className="text-12 text-failed">{error}</p>}
    </div>
  );
}
