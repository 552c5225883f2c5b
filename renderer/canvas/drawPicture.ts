import { isCard, type CanvasEdge, type CanvasNode } from './canvasNodes.ts';
import { curveOf } from './lines.ts';
import type { RecordPath } from './recordPath.ts';
import { themeColour } from './themeColour.ts';

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export interface PictureExtras {
  /** The way of the record that is lit. */
  readonly path: RecordPath | null;
  /** Nodes with problems in the last run. */
  readonly problems: ReadonlySet<string>;
  /** Names are written from this zoom on. */
  readonly namesFrom: number;
}

type Kind = 'off' | 'plain' | 'missing' | 'problems' | 'path' | 'selected';
const looks: Readonly<Record<Kind, { readonly line: string; readonly width: number; readonly ground: string }>> = {
  off: { line: '--line', width: 1, ground: '--sunken' },
  plain: { line: '--text-faint', width: 1, ground: '--surface' },
  missing: { line: '--parked', width: 2, ground: '--surface' },
  problems: { line: '--parked', width: 2, ground: '--parked-soft' },
  path: { line: '--accent', width: 2, ground: '--accent-soft' },
  selected: { line: '--accent', width: 3, ground: '--surface' },
};
const order: readonly Kind[] = ['off', 'plain', 'missing', 'problems', 'path', 'selected'];

/**
 * Draws a whole flow on a 2D canvas from the viewport's transform: frames and notes below, lines as curves, cards as blocks, and their names where
 * they can be read. What lies outside the view is left out.
 */
export function drawPicture(context: CanvasRenderingContext2D, ratio: number, view: View, nodes: readonly CanvasNode[], edges: readonly CanvasEdge[], { path, problems, namesFrom }: PictureExtras): void {
  const { x, y, zoom, width, height } = view;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width * ratio, height * ratio);
  context.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  const [left, top, right, bottom] = [-x / zoom, -y / zoom, (width - x) / zoom, (height - y) / zoom];
  const isSeen = ({ position, width: w = 0, height: h = 0 }: CanvasNode) => position.x < right && position.x + w > left && position.y < bottom && position.y + h > top;
  const seen = nodes.filter(isSeen);

  for (const node of seen) {
    if (isCard(node) || (node.type === 'frame' && node.data.collapsed)) continue;
    box(context, node);
    context.globalAlpha = node.type === 'frame' ? 0.6 : 1;
    context.fillStyle = themeColour(`--paint-${String(node.data.color)}-soft`);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = node.selected ? themeColour('--accent') : themeColour(`--paint-${String(node.data.color)}`);
    context.lineWidth = (node.selected ? 2 : 1) / zoom;
    context.stroke();
  }

  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lit = new Path2D();
  context.beginPath();
  for (const edge of edges) {
    const curve = curveOf(edge, byId);
    if (!curve) continue;
    const { from, to, bend } = curve;
    if (Math.max(from.x + bend, to.x) < left || Math.min(from.x, to.x - bend) > right || Math.max(from.y, to.y) < top || Math.min(from.y, to.y) > bottom) continue;
    const isLit = path !== null && edge.data!.lines.some((line) => path.lines.has(`${line.from}→${line.to}`));
    for (const pen of isLit ? [context, lit] : [context]) {
      pen.moveTo(from.x, from.y);
      // From afar a bend is less than a pixel.
      if (Math.abs(to.y - from.y) * zoom < 2) pen.lineTo(to.x, to.y);
      else pen.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
    }
  }
  context.strokeStyle = themeColour('--line-strong');
  context.lineWidth = 1.5 / zoom;
  context.stroke();
  context.strokeStyle = themeColour('--accent');
  context.lineWidth = 2.5 / zoom;
  context.stroke(lit);

  const cards = Map.groupBy(seen.filter((node) => isCard(node) || node.data['collapsed'] === true), (node): Kind => {
    if (node.selected) return 'selected';
    if (path?.nodes.has(node.id)) return 'path';
    if (node.data['disabled']) return 'off';
    if (node.data['missing']) return 'missing';
    return problems.has(node.id) ? 'problems' : 'plain';
  });
  for (const kind of order) {
    const { line, width: stroke, ground } = looks[kind];
    context.fillStyle = themeColour(ground);
    context.strokeStyle = themeColour(line);
    context.lineWidth = stroke / zoom;
    for (const node of cards.get(kind) ?? []) {
      const { position, width: w = 0, height: h = 0 } = node;
      // Round corners are less than a pixel from afar, and a rectangle costs a tenth.
      if (zoom < roundFrom) {
        context.fillRect(position.x, position.y, w, h);
        context.strokeRect(position.x, position.y, w, h);
      } else {
        box(context, node);
        context.fill();
        context.stroke();
      }
    }
  }

  // Titles of frames stay readable longest: they are the signposts of a large drawing.
  const size = 12 / zoom;
  context.textBaseline = 'alphabetic';
  for (const node of seen) {
    if (node.type !== 'frame' || node.data.title === '' || (node.width ?? 0) * zoom < 60) continue;
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.fillStyle = themeColour('--text');
    write(context, node.data.title, node.position.x + 6 / zoom, node.position.y + 15 / zoom, (node.width ?? 0) - 12 / zoom);
  }
  if (zoom < namesFrom) return;
  context.font = '500 30px system-ui, sans-serif';
  for (const node of seen) {
    if (!isCard(node)) continue;
    context.fillStyle = themeColour(node.data.disabled ? '--text-faint' : '--text');
    write(context, node.data.name, node.position.x + 14, node.position.y + 46, (node.width ?? 0) - 28);
  }
}

const roundFrom = 0.2;

function box(context: CanvasRenderingContext2D, { position, width = 0, height = 0 }: CanvasNode): void {
  context.beginPath();
  context.roundRect(position.x, position.y, width, height, 8);
}

const widths = new Map<string, string>();
/** As much of a text as there is room for. */
function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, room: number): void {
  const key = `${context.font} ${Math.round(room)} ${text}`;
  let shown = widths.get(key);
  if (shown === undefined) {
    shown = text;
    while (shown.length > 1 && context.measureText(shown === text ? shown : `${shown}…`).width > room) shown = shown.slice(0, -1);
    if (shown !== text) shown = `${shown.trimEnd()}…`;
    if (widths.size > 5000) widths.clear();
    widths.set(key, shown);
  }
  context.fillText(shown, x, y);
}
