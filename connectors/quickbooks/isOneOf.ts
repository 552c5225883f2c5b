import { FluxoError } from '#shared/errors.ts';

/** True for an error of ours with one of these codes. */
export const isOneOf = (thrown: unknown, ...codes: readonly string[]): thrown is FluxoError => thrown instanceof FluxoError && codes.includes(thrown.code);
