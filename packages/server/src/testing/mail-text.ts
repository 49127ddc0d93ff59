/** Decodes the plain text of a message, which is sent with headers and in parts. */
export function toText(raw: string): string {
  const part = raw.split(/^--[^\r\n]+\r?$/m).find((one) => /content-type: text\/plain/i.test(one)) ?? raw
  const [head = '', ...body] = part.trimStart().split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  if (!/encoding: quoted-printable/i.test(head)) return text.replaceAll('\r\n', '\n')
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n')
}
