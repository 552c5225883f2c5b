import { file } from '#connectors/file/index.ts';
import { http } from '#connectors/http/index.ts';
import { mailchimp } from '#connectors/mailchimp/index.ts';
import { mplus } from '#connectors/mplus/index.ts';
import { quickbooks } from '#connectors/quickbooks/index.ts';
import type { ConnectorDefinition } from '#connectors/sdk/connector.ts';
import type { AuthorisationInfo, Catalog } from '#shared/catalog/catalog.ts';

/** Every connector of this build; a new one is added here and nowhere else. */
// The client's type is each connector's own affair; whoever holds a client got it from the same definition.
export const connectors: readonly ConnectorDefinition<unknown>[] = [mplus as ConnectorDefinition<unknown>, quickbooks as ConnectorDefinition<unknown>, mailchimp as ConnectorDefinition<unknown>, file as ConnectorDefinition<unknown>, http as ConnectorDefinition<unknown>];

export function findConnector(name: string): ConnectorDefinition<unknown> | undefined {
  return connectors.find((connector) => connector.name === name);
}

const authorisationInfo = ({ service, field, preferred, ways, needs, gives }: AuthorisationInfo): AuthorisationInfo => ({ service, field, preferred, ways, needs, gives });

/** What the screen, the checker and the planner may know of the connectors, as plain data. */
export function makeCatalog(definitions: readonly ConnectorDefinition<unknown>[] = connectors): Catalog {
  return {
    connectors: definitions.map((connector) => ({
      name: connector.name,
      label: connector.label,
      connectionFields: connector.connectionFields,
      prepare: connector.prepare,
      ...(connector.authorisation && { authorisation: authorisationInfo(connector.authorisation) }),
      lists: Object.keys(connector.lists),
      ...(connector.pages && { pages: connector.pages }),
      streams: connector.streams.map(({ name, label, help, entity, settings, asked, fields, defaultMapping }) => ({ id: `${connector.name}.${name}`, label, ...(help !== undefined && { help }), entity, settings, ...(asked && { asked }), fields, defaultMapping })),
      targets: connector.targets.map(({ name, label, help, entity, settings, asked }) => ({ id: `${connector.name}.${name}`, label, ...(help !== undefined && { help }), entity, settings, ...(asked && { asked }) })),
    })),
  };
}
