import { UpstreamFailure, type UpstreamFault } from '../../accounts/upstream/failure.ts'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { Words } from '../../ui/words/en.ts'
import type { Browser } from '../browser.ts'
import type { TitledProblem } from '../error/show-problem.ts'
import { type Destination, toQuery } from '../login/destination.ts'
import { type ProviderOptions, pathOf } from './options.ts'

/** Where a login elsewhere failed. */
export interface FailedLogin {
  readonly browser: Browser
  readonly destination: Destination
}

const statuses: Readonly<Record<UpstreamFault, number>> = {
  declined: 400,
  expired: 400,
  clock: 503,
  misconfigured: 503,
  unreachable: 503,
  untrusted: 400,
}

/** Makes the page that says who failed and what to do. The details are for the log only. */
export function toProblem(failure: UpstreamFailure, at: FailedLogin, options: ProviderOptions): PageError {
  const { label } = options.client.provider
  return problem(
    {
      status: statuses[failure.fault],
      code: `upstream_${failure.fault}`,
      description: `${options.client.provider.name}: ${failure.message}`,
      title: ({ upstream }) => upstream.failed(label),
      text: ({ upstream }) => upstream.faults[failure.fault](label),
      advice: ({ upstream }) => upstream.advice[failure.fault](label),
    },
    at,
    options,
  )
}

/** Does something with a provider, and shows a page if that fails. @throws PageError */
export async function orProblem<T>(work: Promise<T>, at: FailedLogin, options: ProviderOptions): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof UpstreamFailure ? toProblem(error, at, options) : error
  }
}

/** Makes the page for a login that is over: it was used, has expired, or began in another browser. */
export function staleLogin(description: string, at: FailedLogin, options: ProviderOptions): PageError {
  const { label, name } = options.client.provider
  return problem(
    {
      status: 400,
      code: 'upstream_expired',
      description: `${name}: ${description}`,
      title: ({ upstream }) => upstream.stale,
      text: ({ upstream }) => upstream.staleText(label),
      advice: undefined,
    },
    at,
    options,
  )
}

/** Makes the page for an identity that another account has. */
export function linkedElsewhere(at: FailedLogin, options: ProviderOptions): PageError {
  const { label, name } = options.client.provider
  return problem(
    {
      status: 400,
      code: 'upstream_linked',
      description: `${name}: the identity already belongs to an account`,
      title: ({ upstream }) => upstream.linked(label),
      text: ({ upstream }) => upstream.linkedText(label),
      advice: undefined,
    },
    at,
    options,
  )
}

function problem(
  shown: Pick<TitledProblem, 'status' | 'code' | 'description' | 'title' | 'text' | 'advice'>,
  { browser, destination }: FailedLogin,
  { base, client }: ProviderOptions,
): PageError {
  const query = toQuery(destination)
  const { label } = client.provider
  const again = { href: base + pathOf(client.provider) + query, label: ({ upstream }: Words) => upstream.again(label) }
  const others = { href: `${base}/login${query}`, label: ({ upstream }: Words) => upstream.otherWays }
  const whole: TitledProblem = { clause: undefined, browser, waysOn: [again, others], ...shown }
  return new PageError(whole)
}
