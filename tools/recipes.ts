import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A step of a recipe in CONTRIBUTING.md: a file to add, or a change of a file. */
export type Step =
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly lines: readonly string[] }

/** The heading of a recipe, such as `A grant`, and its steps. */
export interface Recipe {
  readonly name: string
  readonly steps: readonly Step[]
}

/**
 * Reads the recipes of a Markdown text: below each heading of the third level, `ts` blocks that begin with `// FILE`, and `diff`
 * blocks that begin with `+++ FILE`.
 */
export function readRecipes(markdown: string): readonly Recipe[] {
  const sections = markdown.split(/^(?=##)/m).filter((section) => section.startsWith('### '))
  return sections.flatMap((section) => {
    const name = section.slice(4, section.indexOf('\n'))
    const steps = [...section.matchAll(/^```(ts|diff)\n(?:\/\/|\+\+\+) (\S+)\n([\s\S]*?)^```$/gm)].map(
      ([, language, file = '', text = '']): Step =>
        language === 'ts' ? { kind: 'file', file, text } : { kind: 'change', file, lines: text.trimEnd().split('\n') },
    )
    return steps.length === 0 ? [] : [{ name, steps }]
  })
}

/** Carries out a step in the checkout at `root`. @throws Error if it cannot be done as written */
export function follow(step: Step, root: string): void {
  const target = path.join(root, step.file)
  if (step.kind === 'file') writeFileSync(target, step.text, { flag: 'wx' })
  else writeFileSync(target, change(readFileSync(target, 'utf8'), step))
}

/** Applies a diff without positions: a line that is kept or removed must occur once; added lines follow it, imports come first. */
function change(text: string, { file, lines }: { readonly file: string; readonly lines: readonly string[] }): string {
  const result = text.split('\n')
  let next = 0
  for (const line of lines) {
    const [sign, content] = [line[0], line.slice(1)]
    if (sign === '+') {
      result.splice(next++, 0, content)
      continue
    }
    const at = result.indexOf(content)
    if (at < 0 || result.includes(content, at + 1)) throw new Error(`${file} needs this line once: ${content}`)
    if (sign === '-') result.splice(at, 1)
    next = sign === '-' ? at : at + 1
  }
  return result.join('\n')
}
