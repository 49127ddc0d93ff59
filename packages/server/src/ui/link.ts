const scheme = /^([a-z][a-z0-9+.-]*):/i

/** Schemes that run code or read local data when a browser follows them. */
const dangerous = new Set(['javascript', 'vbscript', 'data', 'blob', 'file', 'filesystem', 'about', 'view-source'])

/** Browsers ignore controls and spaces around and tabs and newlines within a URL (WHATWG URL, basic parser, steps 1 to 3). */
function asParsed(href: string): string {
  let [start, end] = [0, href.length]
  while (start < end && href.charCodeAt(start) <= 0x20) start++
  while (end > start && href.charCodeAt(end - 1) <= 0x20) end--
  return href.slice(start, end).replace(/[\t\n\r]/g, '')
}

/** Returns a link to a web page or a path of this server; anything else becomes `#`. */
export const safeLink = (href: string): string => {
  const parsed = asParsed(href)
  const name = scheme.exec(parsed)?.[1]?.toLowerCase()
  return name === undefined || name === 'https' || name === 'http' ? parsed : '#'
}

/** Lets through the address of a form, an app's own scheme included (RFC 8252 §7.1); a scheme that runs code becomes `#`. */
export const safeTarget = (href: string): string => {
  const parsed = asParsed(href)
  const name = scheme.exec(parsed)?.[1]?.toLowerCase()
  return name !== undefined && dangerous.has(name) ? '#' : parsed
}
