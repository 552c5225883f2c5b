/** One channel for each call and each event of the contract, so that neither side ever names a channel by data. */
export const callChannel = (name: string): string => `fluxo:call:${name}`;
export const eventChannel = (name: string): string => `fluxo:event:${name}`;
