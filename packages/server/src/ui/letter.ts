import { html, render, theirs } from './html.ts'
import { safeLink } from './link.ts'
import { visible } from './visible.ts'

/** A message by e-mail. Its texts are plain; an address in `action` is written out in the text form. */
export interface Letter {
  readonly lang: string
  readonly subject: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  readonly action?: { readonly label: string; readonly href: string } | undefined
  /** After the action. */
  readonly remarks: readonly string[]
  /** The sender's name and address on the web. */
  readonly from: string
  readonly href: string
}

/** A letter in the forms that messages have (RFC 2046 §5.1.4). */
export interface WrittenLetter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const longestSubject = 150

/** Writes a letter. No value can begin a header or become markup. */
export function writeLetter({
  lang,
  subject,
  greeting,
  paragraphs,
  action,
  remarks,
  from,
  href,
}: Letter): WrittenLetter {
  const lines = [greeting, ...paragraphs].map((one) => visible(one, 1_000))
  const notes = remarks.map((one) => visible(one, 1_000))
  const written = [...lines, ...(action === undefined ? [] : [`${action.label}:\n${action.href}`]), ...notes]
  return {
    subject: visible(subject, longestSubject),
    text: `${written.join('\n\n')}\n\n-- \n${visible(from)}\n${href}\n`,
    html: render(html`<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${visible(subject, longestSubject)}</title></head>
<body style="${bodyStyle}"><div style="${cardStyle}">
${lines.map((line) => html`<p style="${textStyle}">${theirs(line, 1_000)}</p>`)}
${action !== undefined && html`<p style="margin:24px 0"><a href="${safeLink(action.href)}" style="${buttonStyle}">${action.label}</a></p>`}
${notes.map((line) => html`<p style="${quietStyle}">${theirs(line, 1_000)}</p>`)}
<p style="${footStyle}"><a href="${safeLink(href)}" style="color:#4f605a">${visible(from)}</a></p>
</div></body></html>`),
  }
}

// Mail programs read styles in elements only.
const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif'
const bodyStyle = `margin:0;padding:24px 12px;background:#e9eeeb;${font}`
const cardStyle =
  'max-width:520px;margin:0 auto;padding:28px 28px 20px;background:#ffffff;border:1px solid #d3dcd7;border-radius:12px'
const textStyle = 'margin:0 0 14px;font-size:16px;line-height:1.5;color:#14231f;overflow-wrap:anywhere'
const quietStyle = 'margin:0 0 10px;font-size:14px;line-height:1.5;color:#4f605a;overflow-wrap:anywhere'
const footStyle = 'margin:20px 0 0;padding-top:14px;border-top:1px solid #d3dcd7;font-size:13px;color:#4f605a'
const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#0f5c4d;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none'
