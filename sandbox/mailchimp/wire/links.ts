import type { JsonObject } from './json.ts';

/** The links of a resource. Only the one to itself: nobody has to follow the others. */
export function withLinks(path: string, body: JsonObject): JsonObject {
  return { ...body, _links: [{ rel: 'self', href: `https://us19.api.mailchimp.com/3.0/${path}`, method: 'GET' }] };
}
