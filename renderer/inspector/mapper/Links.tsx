import { useEffect, useState, type RefObject } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { useMapper } from './mapperContext.ts';
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
export function Links({ body }: { readonly body: RefObject<HTMLDivElement | null> }) {
  const { mapping, lit, open } = useMapper();
  const [links, setLinks] = useState<readonly Link[]>([]);

  useEffect(() => {
    const box = body.current;
    if (!box) return;
    let frame = 0;
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setLinks(measure(box, mapping)));
    };
    draw();
    const resized = new ResizeObserver(draw);
    resized.observe(box);
    const changed = new MutationObserver(draw);
    changed.observe(box, { childList: true, subtree: true });
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

/** Where the rows lie now; a link with an end scrolled out of view leaves at the edge. */
function measure(box: HTMLElement, mapping: ReturnType<typeof useMapper>['mapping']): readonly Link[] {
  const frame = box.getBoundingClientRect();
  const place = (selector: string): number | null => {
    const row = box.querySelector(selector);
    if (!row) return null;
    const { top, height } = row.getBoundingClientRect();
    return top + Math.min(height, 32) / 2 - frame.top;
  };
  const top = 44;
  const bottom = frame.height - 2;
  const clamp = (y: number) => Math.min(Math.max(y, top), bottom);
  const rules = [...mapping.fields.map((rule) => ({ rule, prefix: '', list: '' })), ...mapping.lists.flatMap((list) => list.fields.map((rule) => ({ rule, prefix: `${list.source}[].`, list: `${list.target}[].` })))];
  return rules.flatMap(({ rule, prefix, list }) => {
    const target = `${list}${rule.target}`;
    const toY = place(`[data-target="${CSS.escape(target)}"]`);
    if (toY === null) return [];
    return pathsOf(rule).flatMap((path): readonly Link[] => {
      const source = treePath(prefix + path);
      const fromY = place(`[data-source="${CSS.escape(source)}"]`);
      if (fromY === null) return [];
      const seen = (y: number) => y > top && y < bottom;
      return seen(fromY) || seen(toY) ? [{ source, target, fromY: clamp(fromY), toY: clamp(toY), whole: seen(fromY) && seen(toY) }] : [];
    });
  });
}
