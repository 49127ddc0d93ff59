import type { Piece, Program, ProgramRequest, Text } from './program.ts'

/** A language or library that runs can be taken away in: one file each, and a line in `index.ts`. */
export interface Language {
  /** Such as `python`. */
  readonly name: string
  /** What the tab says, such as `Python (Authlib)`. */
  readonly label: string
  readonly fileName: string
  /** How to run it, as shell commands; empty if it is pasted into a shell itself. */
  readonly howToRun: string
  readonly write: (program: Program) => string
}

/** A library's way to send a request: lines of code, or undefined if it cannot do this one. */
export type Writer<State> = (request: ProgramRequest, state: State) => readonly string[] | undefined

/** Parameters other than those a library adds by itself. */
export function furtherParameters(
  { parameters }: ProgramRequest,
  ...known: readonly string[]
): ProgramRequest['parameters'] {
  return parameters.filter(([name]) => !known.includes(name))
}

/** The fixed value of a parameter. */
export function textOf({ parameters }: ProgramRequest, name: string): string | undefined {
  const [piece] = parameters.find(([one]) => one === name)?.[1] ?? []
  return piece && 'text' in piece ? piece.text : undefined
}

/** A name of the wire as a variable in camel case. */
export function toCamelCase(name: string): string {
  return name.replaceAll(/[_-]+(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Joins fixed texts that follow one another. */
export function join(text: Text): Text {
  const joined: Piece[] = []
  for (const piece of text) {
    const last = joined.at(-1)
    if (last === undefined || !('text' in last) || !('text' in piece)) joined.push(piece)
    else joined.splice(-1, 1, { text: last.text + piece.text })
  }
  return joined
}

/** Writes text as an expression: literals and variables, added up. */
export function toExpression(text: Text, quote: (text: string) => string, name: (variable: string) => string): string {
  const pieces = join(text).map((piece) => ('text' in piece ? quote(piece.text) : name(piece.variable)))
  return pieces.join(' + ') || quote('')
}
