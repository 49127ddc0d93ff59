/** Keeps cookies as a browser does, by origin. */
type Jar = Map<string, Map<string, string>>

/** Follows a URL as a user does: logs in as alice, allows everything, and returns the first URL that starts with `until`. */
export async function walk(start: string | URL, until: string): Promise<URL> {
  const jar: Jar = new Map()
  let { response, url } = await open(jar, new URL(start))
  for (let step = 0; step < 20; step++) {
    const location = response.headers.get('location')
    if (location !== null) {
      const next = new URL(location, url)
      if (next.href.startsWith(until)) return next
      ;({ response, url } = await open(jar, next))
      continue
    }
    const page = await response.text()
    const form = /<form\b[^>]*>(?:(?!<\/form>)[\s\S])*name="(?:username|decision)"[\s\S]*?<\/form>/.exec(page)?.[0]
    if (form === undefined) throw new Error(`no form to fill in at ${url} (${response.status}): ${page}`)
    const action = /<form\b[^>]*\baction="([^"]*)"/.exec(form)?.[1] ?? ''
    ;({ response, url } = await open(jar, new URL(action, url), fill(form)))
  }
  throw new Error(`still not at ${until} after 20 steps, but at ${url}`)
}

function fill(form: string): URLSearchParams {
  const filled = new URLSearchParams()
  for (const [input] of form.matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? ''
    const name = read('name')
    const value = read('value').replaceAll('&amp;', '&')
    if (name === 'username') filled.set(name, 'alice')
    else if (name === 'password') filled.set(name, 'wonderland')
    else if (name === 'decision' && value !== 'allow') continue
    else if (read('type') === 'radio' && !/\schecked\b/.test(input)) continue
    else if (name !== '') filled.append(name, value)
  }
  return filled
}

async function open(jar: Jar, url: URL, body?: URLSearchParams): Promise<{ response: Response; url: URL }> {
  const cookies = jar.get(url.origin) ?? new Map<string, string>()
  jar.set(url.origin, cookies)
  const headers = { accept: 'text/html', cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const response = await fetch(url, {
    headers,
    redirect: 'manual',
    ...(body === undefined ? {} : { method: 'POST', body }),
  })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? []
    cookies.set(name, value)
  }
  return { response, url }
}
