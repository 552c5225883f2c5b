import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '#shared/flow/document.ts';
import { nodeKindInfo, type PortInfo, type PortType } from '#shared/flow/nodes.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { portTop } from '../geometry.ts';

/** Shape and colour by what flows through: service records are squares, entities have a shape each, anything is a ring. */
const looks: Readonly<Record<string, string>> = {
  source: 'rounded-[3px] border-type-source bg-type-source',
  order: 'rounded-full border-type-order bg-type-order',
  customer: 'rounded-[2px] rotate-45 scale-90 border-type-customer bg-type-customer',
  product: 'rounded-t-full border-type-product bg-type-product',
  stock: 'rounded-b-full border-type-stock bg-type-stock',
  category: 'rounded-l-full border-type-category bg-type-category',
  any: 'rounded-full border-type-source bg-surface',
};

interface PortsProps {
  readonly nodeId: string;
  readonly kind: NodeKind;
  readonly side: 'in' | 'out';
  readonly type: PortType;
}

/** All ports of one side of a card. */
export const Ports = memo(function Ports({ nodeId, kind, side, type }: PortsProps) {
  const ports = nodeKindInfo[kind].ports[side];
  return ports.map((port, index) => <Port key={port.name} nodeId={nodeId} port={port} side={side} type={type} top={portTop(kind, side, index)} named={ports.length > 1} />);
});

interface PortProps {
  readonly nodeId: string;
  readonly port: PortInfo;
  readonly side: 'in' | 'out';
  readonly type: PortType;
  readonly top: number;
  readonly named: boolean;
}

function Port({ nodeId, port, side, type, top, named }: PortProps) {
  const { t } = useTranslation('editor');
  const fits = useConnecting((state) => state.from !== null && state.from.side !== side && state.fits.has(`${nodeId}.${port.name}`));
  return (
    <Handle
      id={port.name}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Left : Position.Right}
      style={{ top: top - 1 }}
      data-port-type={type}
      title={t(`portType.${type}`, { defaultValue: type })}
      className={classes('port', side === 'in' ? 'port-in' : 'port-out', fits && 'fits')}
    >
      <span aria-hidden className={classes('pointer-events-none absolute inset-px border-2', looks[type] ?? looks['any'])} />
      {named && <span className="port-name pointer-events-none absolute -top-0.5 right-4 text-12 leading-4 whitespace-nowrap text-faint">{t(`port.${port.name}`, { defaultValue: port.label })}</span>}
    </Handle>
  );
}
