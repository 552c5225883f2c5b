import type { StreamDefinition, TargetDefinition } from '#connectors/sdk/connector.ts';
import type { EnginePorts } from '#engine/ports.ts';
import { connectorOf } from '#shared/catalog/catalog.ts';

type Ports = Pick<EnginePorts, 'connections'>;

/** The stream `connector.stream`; undefined when this Fluxo has none of that name. */
export const streamNamed = (ports: Ports, streamId: string): StreamDefinition<unknown> | undefined => named(ports.connections.connector(connectorOf(streamId))?.streams, streamId);

/** The target `connector.target`; undefined when this Fluxo has none of that name. */
export const targetNamed = (ports: Ports, targetId: string): TargetDefinition<unknown> | undefined => named(ports.connections.connector(connectorOf(targetId))?.targets, targetId);

function named<T extends { readonly name: string }>(all: readonly T[] | undefined, id: string): T | undefined {
  return all?.find(({ name }) => `${connectorOf(id)}.${name}` === id);
}
