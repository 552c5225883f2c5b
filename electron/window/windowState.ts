import * as z from 'zod';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export const WindowStateSchema = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(400).max(20_000), height: z.number().int().min(300).max(20_000) }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowStateSchema>;

/** The smallest window the screen is made for, and a comfortable first one. */
export const minimumSize = { width: 960, height: 600 } as const;
const firstSize = { width: 1440, height: 900 } as const;

/**
 * Where a window opens: as it was left, if that is still on a screen (a monitor may be gone), else in the middle of the
 * main screen. `kept` comes from a file and is checked.
 */
export function placeWindow(kept: unknown, workAreas: readonly Bounds[]): { readonly bounds: Partial<Bounds> & { readonly width: number; readonly height: number }; readonly maximized: boolean } {
  const [main] = workAreas;
  const fallback = { width: Math.min(firstSize.width, main?.width ?? firstSize.width), height: Math.min(firstSize.height, main?.height ?? firstSize.height) };
  const parsed = WindowStateSchema.safeParse(kept);
  if (!parsed.success) return { bounds: fallback, maximized: false };
  const { bounds, maximized } = parsed.data;
  return { bounds: workAreas.some((area) => canBeGrabbed(bounds, area)) ? bounds : fallback, maximized };
}

/** A part of the title bar wide enough to take hold of. */
function canBeGrabbed({ x, y, width }: Bounds, area: Bounds): boolean {
  const visible = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return visible >= 120 && y >= area.y - 8 && y <= area.y + area.height - 40;
}
