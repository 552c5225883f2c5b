import { useMemo } from 'react';
import { countryInputs, inputsOf } from '#shared/settings/inputs.ts';
import type { SettingField, SettingInput } from '#shared/settings/fields.ts';
import type { CountryAsked } from '#shared/tables/seen.ts';
import { useNodeSample } from '../data/useNodeSample.ts';
import type { SeenValues } from './PairTable.tsx';

/** What a setting got in the last records, and gets from the one that is looked at now. */
export function useSeenInputs(nodeId: string, input: SettingInput | undefined): { readonly seen: SeenValues | undefined; readonly now: readonly string[] | undefined } {
  const { records, record } = useNodeSample(nodeId);
  return useMemo(() => (input ? { seen: { values: records.flatMap((one) => inputsOf(one, input)), records: records.length }, now: record === undefined ? undefined : inputsOf(record, input) } : { seen: undefined, now: undefined }), [records, record, input]);
}

type CountryField = Extract<SettingField, { type: 'countryTable' }>;

export function useSeenCountries(nodeId: string, { country, columns }: CountryField): { readonly seen: { readonly asked: readonly CountryAsked[]; readonly records: number } | undefined; readonly now: readonly CountryAsked[] | undefined } {
  const { records, record } = useNodeSample(nodeId);
  return useMemo(() => {
    if (!country) return { seen: undefined, now: undefined };
    const keys = columns.flatMap(({ key, isKey, input }) => (isKey && input ? [{ key, input }] : []));
    return { seen: { asked: records.flatMap((one) => countryInputs(one, country, keys)), records: records.length }, now: record === undefined ? undefined : countryInputs(record, country, keys) };
  }, [records, record, country, columns]);
}
