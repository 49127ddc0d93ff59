/** The text of one JSON object of a file, and the line that it begins in. */
export interface Piece {
  readonly line: number
  /** Undefined if the object is larger than any user is. */
  readonly text: string | undefined
}

/** The file is not of the form that is expected: nothing after it can be read. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile'
}

/** In characters. */
const longest = 1_048_576

/**
 * Splits a file of any size into its objects, of which one at a time is in memory: the elements of a list, of the member
 * `users` of one object, or one object a line.
 * @param member the member of the outer object that lists the objects; undefined if each line is an object
 * @throws BrokenFile
 */
export async function* splitObjects(chunks: AsyncIterable<string>, member: string | undefined): AsyncGenerator<Piece> {
  let first: string | undefined
  const scanner = createScanner(member)
  let rest = ''
  let line = 0
  for await (const chunk of chunks) {
    const text = first === undefined ? (rest + chunk).replace(/^\uFEFF?\s*/, '') : chunk
    if (text === '') continue
    first ??= text[0]
    if (first !== '[' && first !== '{') throw new BrokenFile('is not JSON: it begins with neither { nor [')
    if (first === '[' || member !== undefined) yield* scanner.scan(text)
    else {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const one of lines) yield* piecesOfLine(one, ++line)
      if (rest.length > longest) throw new BrokenFile(`has a line of more than ${longest} characters: line ${line + 1}`)
    }
  }
  if (first === undefined) throw new BrokenFile('is empty')
  if (first === '[' || member !== undefined) scanner.end()
  else yield* piecesOfLine(rest, ++line)
}

function piecesOfLine(text: string, line: number): readonly Piece[] {
  return text.trim() === '' ? [] : [{ line, text }]
}

/** Finds objects by the depth of brackets; what is between them is checked when they are parsed. */
function createScanner(member: string | undefined) {
  const open: string[] = []
  let [line, isInString, isEscaped, hasList] = [1, false, false, false]
  /** The last text at the outer level, which may be the name of the list. */
  let name = ''
  let depthOfObjects: number | undefined
  let current: { readonly line: number; text: string | undefined } | undefined

  function step(one: string): void {
    if (one === '{' || one === '[') {
      const isList = one === '[' && (open.length === 0 || (open.length === 1 && open[0] === '{' && name === member))
      open.push(one)
      if (isList && !hasList) {
        hasList = true
        depthOfObjects = open.length
      }
      return
    }
    const expected = one === '}' ? '{' : '['
    if (open.pop() !== expected) throw new BrokenFile(`is not JSON: line ${line} has a ${one} too many`)
    if (depthOfObjects !== undefined && open.length < depthOfObjects) depthOfObjects = undefined
  }

  return {
    *scan(text: string): Generator<Piece> {
      let from = 0
      const keep = (end: number) => {
        if (current?.text === undefined) return
        current.text = current.text.length + end - from > longest ? undefined : current.text + text.slice(from, end)
      }
      for (let at = 0; at < text.length; at++) {
        const one = text.charAt(at)
        if (one === '\n') line++
        if (isInString) {
          if (isEscaped) isEscaped = false
          else if (one === '\\') isEscaped = true
          else if (one === '"') isInString = false
          if (isInString && open.length === 1 && name.length < 100) name += one
        } else if (one === '"') {
          isInString = true
          if (open.length === 1) name = ''
        } else if (one === '{' && current === undefined && open.length === depthOfObjects) {
          current = { line, text: '' }
          from = at
          step(one)
        } else if (one === '{' || one === '[') step(one)
        else if (one === '}' || one === ']') {
          step(one)
          if (current !== undefined && open.length === depthOfObjects) {
            keep(at + 1)
            yield current
            current = undefined
          }
        }
      }
      keep(text.length)
    },
    end() {
      if (current !== undefined) throw new BrokenFile(`ends within the user that begins in line ${current.line}`)
      if (open.length > 0) throw new BrokenFile(`ends within a list or object, in line ${line}`)
      if (!hasList) throw new BrokenFile(`has no list ${JSON.stringify(member)}`)
    },
  }
}
