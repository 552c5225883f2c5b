import { randomUUID } from 'node:crypto';
import type { JsonObject } from './json.ts';

/** One entry of the `errors` array: a path such as `variants.item:0.backorders`, empty for the body as a whole. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

interface ProblemParts {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in the service's own form (RFC 7807, `application/problem+json`). */
export class ServiceProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, title, detail, errors, headers = {} }: ProblemParts) {
    super(`${status} ${title}: ${detail}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.headers = headers;
  }

  /** The body; every call gets an `instance` of its own, by which support finds it. */
  body(): JsonObject {
    return {
      type: 'https://mailchimp.com/developer/marketing/docs/errors/',
      title: this.title,
      status: this.status,
      detail: this.detail,
      instance: randomUUID(),
      ...(this.errors && { errors: this.errors.map(({ field, message }) => ({ field, message })) }),
    };
  }
}

const seeErrors = "The resource submitted could not be validated. For field-specific details, see the 'errors' array.";

const invalid = (detail: string, errors?: readonly FieldError[]) => new ServiceProblem({ status: 400, title: 'Invalid Resource', detail, ...(errors && { errors }) });
const bad = (detail: string) => new ServiceProblem({ status: 400, title: 'Bad Request', detail });
const notInList = (what: string) => bad(`${what} with the provided ID does not exist in the account for this list.`);

/** The refusals of the service. Texts clients are known to look at are the service's, the others are ours. */
export const problem = {
  fields: (errors: readonly FieldError[]) => invalid(seeErrors, errors),
  field: (field: string, message: string) => invalid(seeErrors, [{ field, message }]),
  invalid,
  bad,
  action: (detail: string) => new ServiceProblem({ status: 400, title: 'Invalid Action', detail }),
  unreadable: () => new ServiceProblem({ status: 400, title: 'JSON Parse Error', detail: 'We encountered an unspecified JSON parsing error. This error means that your JSON is formatted incorrectly.' }),
  keyMissing: () => new ServiceProblem({ status: 401, title: 'API Key Missing', detail: 'Your request did not include an API key.' }),
  keyInvalid: () => new ServiceProblem({ status: 401, title: 'API Key Invalid', detail: "Your API key may be invalid, or you've attempted to access the wrong datacenter." }),
  forbidden: () => new ServiceProblem({ status: 403, title: 'Forbidden', detail: 'You are not permitted to access this resource.' }),
  userDisabled: () => new ServiceProblem({ status: 403, title: 'User Disabled', detail: 'This account has been disabled.' }),
  wrongDatacenter: () => new ServiceProblem({ status: 403, title: 'Wrong Datacenter', detail: 'The API key provided is linked to a different datacenter.' }),
  notFound: () => new ServiceProblem({ status: 404, title: 'Resource Not Found', detail: 'The requested resource could not be found.' }),
  wrongVerb: (allowed: readonly string[]) =>
    new ServiceProblem({ status: 405, title: 'Method Not Allowed', detail: 'The requested method and resource are not compatible. See the Allow header for this resource’s available methods.', headers: { allow: allowed.join(', ') } }),
  tooDeep: () => new ServiceProblem({ status: 414, title: 'Resource Nesting Too Deep', detail: 'The sub-resource requested is nested too deeply.' }),
  override: () => new ServiceProblem({ status: 422, title: 'Invalid Method Override', detail: 'You can only use the X-HTTP-Method-Override header with the POST method.' }),
  unknownFields: (detail: string) => new ServiceProblem({ status: 422, title: 'Invalid Fields', detail }),
  tooMany: () => new ServiceProblem({ status: 429, title: 'Too Many Requests', detail: 'You have exceeded the limit of 10 simultaneous connections.' }),
  tooManyBatches: () => new ServiceProblem({ status: 429, title: 'Too Many Requests', detail: 'You have exceeded the limit of 500 pending batches.' }),
  internal: () => new ServiceProblem({ status: 500, title: 'Internal Server Error', detail: 'An unexpected internal error has occurred. Please contact Support for more information.' }),
  compliance: () => new ServiceProblem({ status: 503, title: 'Compliance Related', detail: 'This method has been disabled.' }),

  memberExists: (email: string) => new ServiceProblem({ status: 400, title: 'Member Exists', detail: `${email} is already a list member. Use PUT to insert or update list members.` }),
  inCompliance: (email: string) =>
    new ServiceProblem({ status: 400, title: 'Member In Compliance State', detail: `${email} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.` }),
  forgotten: (email: string) =>
    new ServiceProblem({
      status: 400,
      title: 'Forgotten Email Not Subscribed',
      detail: `${email} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`,
    }),
  fakeAddress: (email: string) => invalid(`${email} looks fake or invalid, please enter a real email address.`),
  noAddress: () => invalid('Please provide a valid email address.'),
  mergeFields: (errors: readonly FieldError[]) => invalid('Your merge fields were invalid.', errors),
  customerNotSaved: (email: string) => new ServiceProblem({ status: 400, title: 'Customer Was Not Saved', detail: `${email} is an invalid email address and cannot be imported.` }),
  customerAddressFixed: () => bad('An email address may not be changed once a customer is created.'),
  exists: (what: string) => bad(`${what} with the provided ID already exists in the account.`),
  noProduct: () => notInList('A product'),
  noVariant: () => notInList('A product variant'),
  noCampaign: () => notInList('A campaign'),
  noCustomer: () => notInList('A customer'),
  domainTaken: (domain: string) => bad(`A store with the domain ${domain} already exists in the account.`),
} as const;

/** What `X-Trigger-Error` can ask for: the title without spaces, whatever its case. */
const triggers: Readonly<Record<string, () => ServiceProblem>> = Object.fromEntries(
  [
    problem.bad('This error was asked for by X-Trigger-Error.'),
    problem.invalid('This error was asked for by X-Trigger-Error.'),
    problem.action('This error was asked for by X-Trigger-Error.'),
    problem.unreadable(),
    problem.keyMissing(),
    problem.keyInvalid(),
    problem.forbidden(),
    problem.userDisabled(),
    problem.wrongDatacenter(),
    problem.notFound(),
    problem.wrongVerb(['GET']),
    problem.tooDeep(),
    problem.override(),
    problem.unknownFields('This error was asked for by X-Trigger-Error.'),
    problem.tooMany(),
    problem.internal(),
    problem.compliance(),
  ].map((one) => [one.title.replaceAll(' ', '').toLowerCase(), () => one]),
);

/** The error a client asked for by name, or undefined when there is none of that name. */
export const triggeredProblem = (name: string): ServiceProblem | undefined => triggers[name.trim().replaceAll(' ', '').toLowerCase()]?.();
