import { expect, test, vi } from 'vitest';

const opened: string[] = [];
vi.mock('electron', () => ({ shell: { openExternal: async (url: string) => void opened.push(url) } }));
const { mayOpenConsent, mayOpenOutside, openConsent, openOutside } = await import('./outsideLinks.ts');

test('a known page opens in the browser', () => {
  expect(openOutside('https://developer.intuit.com/app/developer/qbo')).toBe(true);
  expect(opened).toEqual(['https://developer.intuit.com/app/developer/qbo']);
});

test.each([
  'http://developer.intuit.com/', 'HTTP://developer.intuit.com/', 'https://evil.test/', 'https://developer.intuit.com.evil.test/',
  'https://evil.test/developer.intuit.com', 'https://developer.intuit.com@evil.test/', 'https://user@developer.intuit.com/', 'https://user:pw@developer.intuit.com/',
  'https://developer.intuit.com:8443/', 'https://developer.intuit.com:443@evil.test/', 'https:developer.intuit.com\\@evil.test', 'https:\\\\developer.intuit.com/',
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\nscript:alert(1)', 'javascript://developer.intuit.com/%0aalert(1)', 'data:text/html,<script>1</script>',
  'file:///etc/passwd', 'FILE:///etc/passwd', 'file://server/share', '\\\\server\\share', '//developer.intuit.com/', 'smb://server/share', 'ms-settings:', 'ms-msdt:/id',
  'search-ms:query=x', 'vbscript:x', 'mailto:a@b', 'tel:1', 'ssh://developer.intuit.com', 'ftp://developer.intuit.com/', 'blob:https://developer.intuit.com/x',
  'app://fluxo/index.html', 'about:blank', 'chrome://settings', 'devtools://devtools', 'view-source:https://developer.intuit.com/', 'intent://developer.intuit.com',
  'https://developer.intuit.com/\0', 'https://developer.intuit.com/ x', 'https://developer.intuit.com/\tx', '\thttps://developer.intuit.com/',
  'https://xn--developer-intuit-com.test/', 'https://developer。intuit。com.evil.test/', 'https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://localhost/',
  'https://', '', ' ', 'developer.intuit.com', 'https://developer.intuit.com./', `https://developer.intuit.com/${'a'.repeat(10_000)}`,
])('%j does not leave the app', (url) => {
  expect(mayOpenOutside(url)).toBe(false);
});

test('a consent page of a service, or of a look-alike on this machine, opens in the browser', async () => {
  opened.length = 0;
  const pages = ['https://appcenter.intuit.com/connect/oauth2?client_id=a&state=b', 'https://login.mailchimp.com/oauth2/authorize?state=b', 'http://127.0.0.1:18082/connect/oauth2?state=b'];
  for (const page of pages) expect(await openConsent(page)).toBe(true);
  expect(opened).toEqual(pages);
});

test.each([
  'http://appcenter.intuit.com/', 'https://appcenter.intuit.com:8443/', 'https://appcenter.intuit.com@evil.test/', 'https://appcenter.intuit.com.evil.test/', 'https://evil.test/', 'http://192.168.1.1/',
  'http://127.0.0.1@evil.test/', 'http://user@127.0.0.1/', 'https://127.0.0.1/', 'http://0.0.0.0/', 'http://[::]/', 'file:///etc/passwd', 'javascript:alert(1)', 'https://developer.intuit.com/', 'http://127.0.0.1/\t', 'http://localhost.evil.test/', '',
])('%j is no consent page', async (page) => {
  opened.length = 0;
  expect(mayOpenConsent(page)).toBe(false);
  expect(await openConsent(page)).toBe(false);
  expect(opened).toEqual([]);
});
