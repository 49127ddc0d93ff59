import type { Choice } from './flow.ts'

/** How the owner's browser goes to the server: read by the run. */
export const channelChoice: Choice = {
  name: 'channel',
  label: 'The authorization server opens in',
  options: [
    { value: 'popup', label: 'a popup' },
    { value: 'redirect', label: 'this tab (redirect)' },
  ],
}

/** How the authorization response comes back, unless `settings.responseMode` says so. */
export const responseModeChoice: Choice = {
  name: 'response_mode',
  label: 'Response mode',
  options: [
    { value: '', label: 'the default of the response type' },
    { value: 'query', label: 'query' },
    { value: 'fragment', label: 'fragment' },
    { value: 'form_post', label: 'form_post' },
    { value: 'web_message', label: 'web_message (popup only)' },
    { value: 'jwt', label: 'jwt (signed)' },
  ],
}

/** Whether the request names the API (RFC 8707 §2). */
export const resourceChoice: Choice = {
  name: 'resource',
  label: 'Name the API in resource',
  options: [
    { value: 'on', label: 'yes' },
    { value: 'off', label: 'no: the server’s default API' },
  ],
}
