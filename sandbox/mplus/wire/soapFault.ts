/** Thrown while a request is read or handled; goes out as HTTP 500 with this code and text. */
export class SoapFault extends Error {
  /** Without prefix: `Client` (the request is wrong), `Client.Authentication` or `Server` (ours). */
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.name = 'SoapFault';
    this.code = code;
  }
}
