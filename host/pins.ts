import { makeRedactor } from '#connectors/sdk/redact.ts';
import type { SecretStore } from '#engine/ports.ts';
import type { Pin } from '#shared/records/pins.ts';
import type { Person } from '#shared/records/privacy.ts';
import type { Workspace } from '#storage/workspace.ts';

export interface Pins {
  list(flowId?: string): Promise<readonly Pin[]>;
  /** What any stored credential holds is cut out before it is written. */
  save(pin: Pin): Promise<void>;
  remove(flowId: string, nodeId?: string, key?: string): Promise<void>;
  /** Pins that name a person. */
  about(person: Person): Promise<readonly Pin[]>;
}

/** The pins of a workspace, kept free of credentials. */
export function makePins({ pins, connections }: Workspace, secrets: SecretStore): Pins {
  const redactor = async () => {
    const values = await Promise.all((await connections.list()).map(({ id }) => secrets.get(id).catch(() => null)));
    return makeRedactor(values.flatMap((value) => Object.values(value ?? {})));
  };
  return {
    list: (flowId) => pins.list(flowId),
    save: async (pin) => {
      const redact = await redactor();
      await pins.save({ ...pin, title: redact(pin.title), record: JSON.parse(redact(JSON.stringify(pin.record))) as Pin['record'] });
    },
    remove: (flowId, nodeId, key) => pins.remove(flowId, nodeId, key),
    about: async ({ needles, key }) =>
      (await pins.list()).filter((pin) => {
        const text = JSON.stringify(pin).toLowerCase();
        return (key !== undefined && pin.key === key) || needles.some((needle) => text.includes(needle));
      }),
  };
}
