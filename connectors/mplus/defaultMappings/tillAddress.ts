import { address } from '#connectors/sdk/mappingRules.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';

/** Fills an address of an entity from one of the till. */
export const tillAddress = (target: string, source: string): FieldRule[] => address(target, source, { line1: 'address', postalCode: 'zipcode' });
