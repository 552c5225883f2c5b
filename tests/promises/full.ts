/** True when the harnesses run at their full size (`FLUXO_FULL=1`), not at that of every test run. */
export const full = process.env['FLUXO_FULL'] === '1';
