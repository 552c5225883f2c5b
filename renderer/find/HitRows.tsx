import { Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { Hit, Wanted } from '#shared/flow/find.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { connectorOfNode, nameOf } from '#renderer/canvas/summary.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';
import { Marked } from './Marked.tsx';

interface HitRowsProps {
  readonly flow: FlowDocument;
  readonly hits: readonly Hit[];
  readonly wanted: Wanted;
  /** What it would become; absent = nothing is to be replaced. */
  readonly by?: string | undefined;
  readonly onChoose: (hit: Hit) => void;
}

/** What was found in one flow: under each node the texts in it. */
export function HitRows({ flow, hits, wanted, by, onChoose }: HitRowsProps) {
  const { t } = useTranslation(['find', 'editor', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const groups = [...Map.groupBy(hits, ({ of, ownerId }) => `${of} ${ownerId ?? ''}`).values()];
  return (
    <ul>
      {groups.map((own) => {
        const { of, ownerId } = own[0]!;
        const node = of === 'node' ? flow.nodes.find(({ id }) => id === ownerId) : undefined;
        return (
          <li key={`${of} ${ownerId ?? ''}`} className="mb-1">
            <p className="flex h-7 items-center gap-2 px-2 font-medium">
              {node ? <NodeMark kind={node.kind} connector={connectorOfNode(node)} size="small" /> : <Workflow size={14} aria-hidden className="mx-0.75 shrink-0 text-faint" />}
              <span className="min-w-0 flex-1 truncate">{node ? nameOf(node, catalog, t) : t(`of.${of}`)}</span>
            </p>
            <ul>
              {own.map((hit, index) => (
                <li key={index}>
                  <button type="button" data-row onClick={() => onChoose(hit)} className="flex h-7 w-full items-center gap-2 rounded-6 pr-2 pl-9 text-left hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px]">
                    <Marked text={hit.text} wanted={wanted} by={hit.path ? by : undefined} />
                    <span className="shrink-0 text-12 text-faint">{by !== undefined && !hit.path ? t('fixed') : t(`part.${hit.part}`)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}
