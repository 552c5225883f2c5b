import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import { useLocale } from '#renderer/runs/text/Time.tsx';
import { parts, type ActivityDay, type ActivityPart } from './activityDays.ts';

/** The token each part is drawn in. Outcomes keep their colours. */
const tokens: Readonly<Record<ActivityPart, string>> = { arrived: '--created', untouched: '--unchanged', waiting: '--parked' };
const noon = (day: string) => Date.parse(`${day}T12:00:00`) / 1000;

interface ActivityChartProps {
  readonly days: readonly ActivityDay[];
  /** What the picture shows, in words. */
  readonly label: string;
  /** The day under the pointer; null when it leaves. */
  readonly onPoint: (index: number | null) => void;
}

/** Records per day as stacked bars. Nothing in it moves; the same figures stand in a table beside it. */
export function ActivityChart({ days, label, onPoint }: ActivityChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const locale = useLocale();
  const point = useRef(onPoint);
  point.current = onPoint;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const colour = (token: string) => getComputedStyle(document.documentElement).getPropertyValue(token).trim();
    const dayName = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
    const number = new Intl.NumberFormat(locale, { notation: 'compact' });
    const bars = uPlot.paths.bars?.({ size: [0.72, 22], radius: 0.15 });
    const axis = { stroke: () => colour('--text-faint'), font: `11px ${getComputedStyle(element).fontFamily}`, ticks: { show: false }, gap: 4 };
    // The highest sum lies at the back; what is drawn later covers its part of it.
    const stacked = parts.map((_, from) => days.map((day) => parts.slice(0, parts.length - from).reduce((sum, part) => sum + day[part], 0)));
    const most = Math.max(4, ...(stacked[0] ?? []));
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: element.clientHeight,
        padding: [8, 18, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        // Half a day beside the first and the last bar, so that they are as wide as the others.
        scales: { x: { time: true, range: () => [noon(days[0]?.day ?? '') - 43_200, noon(days.at(-1)?.day ?? '') + 43_200] }, y: { range: () => [0, most * 1.05] } },
        axes: [
          // Under their own bars, a week apart, today among them.
          { ...axis, grid: { show: false }, size: 22, splits: () => days.filter((_, index) => (days.length - 1 - index) % 7 === 0).map(({ day }) => noon(day)), values: (_plot, moments) => moments.map((at) => dayName.format(at * 1000)) },
          { ...axis, grid: { stroke: () => colour('--line'), width: 1 }, size: 40, values: (_plot, counts) => counts.map((count) => (Number.isInteger(count) ? number.format(count) : '')), space: 36 },
        ],
        series: [{}, ...parts.toReversed().map((part) => ({ fill: () => colour(tokens[part]), stroke: 'transparent', width: 0, points: { show: false }, ...(bars && { paths: bars }) }))],
        hooks: { setCursor: [({ cursor }) => point.current(cursor.idx ?? null)] },
      },
      [days.map(({ day }) => noon(day)), ...stacked],
      element,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: element.clientHeight }));
    resized.observe(element);
    // The colours are the theme's, which may change while the chart stands there.
    const themed = new MutationObserver(() => plot.redraw(true, false));
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      plot.destroy();
    };
  }, [days, locale]);

  return <div ref={place} role="img" aria-label={label} className="min-h-0 min-w-0 flex-1 overflow-hidden [&_.u-cursor-x]:border-(--line-strong)!" />;
}
