import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One service over kept-alive connections, at most `inFlight` at once: the plainest thing node:http offers. */
export function makeHttp(baseUrl: string, inFlight: number): (method: string, path: string, headers: Record<string, string>, body?: string) => Promise<Answer> {
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  return (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const outgoing = request({ hostname, port, method, path, agent, headers: { ...headers, ...(bytes && { 'content-length': bytes.length }) } }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
        incoming.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
}
