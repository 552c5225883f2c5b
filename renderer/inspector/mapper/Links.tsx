import { useEffect, useState, type RefObject } from 'react';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useMapperUi } from './mapperContext.ts';
import { pathsOf } from './mappingEdit.ts';
import { treePath } from './sourceTree.ts';

interface Link {
  readonly source: string;
  readonly target: string;
  readonly fromY: number;
  readonly toY: number;
  /** False when one end is scrolled out of view; such a link only shows when asked for. */
  readonly whole: boolean;
}

/** Thin curves from source rows to the target rows they fill; those of the row under the pointer stand out. */
export function Links({ body, mapping }: { readonly body: RefObject<HTMLDivElement | null>; readonly mapping: Mapping }) {
  const lit = useMapperUi((state) => state.lit);
  const open = useMapperUi((state) => state.open);
  const [links, setLinks] = useState<readonly Link[]>([]);

  useEffect(() => {
    const box = body.current;
    if (!box) return;
    let frame = 0;
    let last = '';
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        const measured = measure(box, mapping);
        const now = JSON.stringify(measured);
        if (now === last) return;
        last = now;
        setLinks(measured);
      });
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(box);
    // Rows that come and go; what changes inside a row moves nothing but the rows below an open one, whose size is watched.
    const changed = new MutationObserver(draw);
    for (const list of box.querySelectorAll('[data-scroll]')) {
      changed.observe(list, { childList: true, subtree: true });
      resized.observe(list);
    }
    box.addEventListener('scroll', draw, true);
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      changed.disconnect();
      box.removeEventListener('scroll', draw, true);
    };
  }, [body, mapping, open]);

  const isLit = (link: Link) => lit === `s ${link.source}` || lit === `t ${link.target}` || open === link.target;
  return (
    <svg aria-hidden className="h-full w-full overflow-hidden">
      {links.filter((link) => link.whole || isLit(link)).toSorted((a, b) => Number(isLit(a)) - Number(isLit(b))).map((link) => (
        <path
          key={`${link.source} ${link.target}`}
          d={`M0 ${link.fromY} C14 ${link.fromY} 14 ${link.toY} 28 ${link.toY}`}
          fill="none"
          className={classes('transition-colors', isLit(link) ? 'stroke-accent' : lit ? 'stroke-line' : 'stroke-line-strong')}
          strokeWidth={isLit(link) ? 1.75 : 1}
        />
      ))}
    </svg>
  );
}

/** Where the rows lie now, read in one go; a link with an end scrolled out of view leaves at the edge. */
function measure(box: HTMLElement, mapping: Mapping): readonly Link[] {
  const frame = box.getBoundingClientRect();
  const placesOf = (name: 'source' | 'target') => {
    const places = new Map<string, number>();
    for (const row of box.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      const { top, height } = row.getBoundingClientRect();
      places.set(row.dataset[name]!, top + Math.min(height, 32) / 2 - frame.top);
    }
    return places;
  };
  const [sources, targets] = [placesOf('source'), placesOf('target')];
  const top = 44;
  const bottom = frame.height - 2;
  const clamp = (y: number) => Math.min(Math.max(y, top), bottom);
  const seen = (y: number) => y > top && y < bottom;
  const rules = [...mapping.fields.map((rule) => ({ rule, prefix: '', list: '' })), ...mapping.lists.flatMap((list) => list.fields.map((rule) => ({ rule, prefix: `${list.source}[].`, list: `${list.target}[].` })))];
  return rules.flatMap(({ rule, prefix, list }) => {
    const target = `${list}${rule.target}`;
    const toY = targets.get(target);
    if (toY === undefined) return [];
    return pathsOf(rule).flatMap((path): readonly Link[] => {
      const source = treePath(prefix + path);
      const fromY = sources.get(source);
      if (fromY === undefined) return [];
      return seen(fromY) || seen(toY) ? [{ source, target, fromY: Math.round(clamp(fromY)), toY: Math.round(clamp(toY)), whole: seen(fromY) && seen(toY) }] : [];
    });
  });
}
