import { type Html, html, type Renderable } from './html.ts'

/** Private-use characters that represent markup while a phrase is written. */
const firstMark = 0xe000

/**
 * Writes a phrase in which values are markup: `phrase((mark) => words.login.toApp(mark(theirs(name))))`. The words of a
 * language put the values where its grammar wants them.
 */
export function phrase(write: (mark: (piece: Renderable) => string) => string): Html {
  const pieces: Renderable[] = []
  const text = write((piece) => String.fromCharCode(firstMark + pieces.push(piece) - 1))
  const parts = text.split(/([\ue000-\ue0ff])/)
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : pieces[part.charCodeAt(0) - firstMark]))}`
}
