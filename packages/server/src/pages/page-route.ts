import { type OAuthRequest, type Reply, seeOther, toTarget } from '../oauth/request.ts'
import type { Route } from '../oauth/router.ts'

/** Responds to one method of a page, with what that page uses. */
export type PageHandler<Options> = (request: OAuthRequest, options: Options) => Promise<Reply>

/** Makes the route of a page: its errors are pages, and its path is within the issuer. */
export function pageRoute<Options>(
  path: string,
  handlers: Readonly<Record<string, PageHandler<Options>>>,
  options: Options,
): Route {
  const methods = Object.fromEntries(
    Object.entries(handlers).map(([method, handler]) => [method, (request: OAuthRequest) => handler(request, options)]),
  )
  return { path, methods, errors: 'page', cors: false }
}

/** Makes the route of a form. Its address stays in the address bar, so that GET leads to the page with the form. */
export function formRoute<Options extends { readonly base: string }>(
  path: string,
  submit: PageHandler<Options>,
  options: Options,
  page: string,
): Route {
  return pageRoute(path, { GET: leadTo(page), POST: submit }, options)
}

/** Makes a route that leads to a page, for an address as users type it: with a slash at the end, or without. */
export function aliasRoute(path: string, options: { readonly base: string }, page: string): Route {
  return pageRoute(path, { GET: leadTo(page) }, options)
}

function leadTo(page: string): PageHandler<{ readonly base: string }> {
  return async ({ url }, { base }) => {
    const { query } = toTarget(url)
    return seeOther(base + page + (query === '' ? '' : `?${query}`))
  }
}
