// A main process that uses what the double does not have. The surface gate must refuse every line; see surface.test.ts.
import { app, BrowserWindow, desktopCapturer } from 'electron';

export function useStrangeThings(): void {
  void app.getGPUInfo('basic');
  app.on('gpu-info-update', () => {});
  new BrowserWindow({ kiosk: true }).setKiosk(false);
  void desktopCapturer.getSources({ types: ['window'] });
}
