import type { FlowDocument } from '#shared/flow/document.ts';
import type { RunSummary } from '#shared/records/runs.ts';

/**
 * The connections that a run which ended well has proven to be fine: of sources that were read, of targets that records reached. One that nobody asked
 * anything, as in a trial that ends before it, may still refuse us.
 */
export function answeredConnections(flow: Pick<FlowDocument, 'nodes'>, { nodes, part, carriesOut }: Pick<RunSummary, 'nodes' | 'part' | 'carriesOut'>): readonly string[] {
  const isRead = carriesOut === undefined && part?.from === undefined && (part?.again === undefined || part.again.way === 'read');
  const answered = flow.nodes.flatMap(({ id, kind, connection }) => {
    const counts = nodes[id];
    if (connection === undefined || counts === undefined) return [];
    return (kind === 'source' ? isRead : counts.in > 0) ? [connection] : [];
  });
  return [...new Set(answered)];
}
