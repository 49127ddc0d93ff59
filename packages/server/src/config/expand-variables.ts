import { type Document, isScalar, type LineCounter, type Scalar, visit } from 'yaml'
import { ConfigError } from './config-error.ts'
import { type Environment, ofVariable } from './overrides.ts'

/** `$${` is a literal `${`; everything else in `${…}` must be the name of a variable. */
const reference = /\$\$\{|\$\{([^}]*)\}?/g
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Replaces `${NAME}` in the values of a file with environment variables. The replacement is never parsed as YAML,
 * except a number, true or false that is an unquoted value by itself.
 * @throws ConfigError with a line for each variable that is not set, naming it and the line of the file
 */
export function expandVariables(
  document: Document,
  {
    file,
    environment,
    lines,
  }: { readonly file: string; readonly environment: Environment; readonly lines: LineCounter },
): void {
  const faults: string[] = []
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return
      const place = node.range ? `${file}:${lines.linePos(node.range[0]).line}` : file
      const text = node.value.replace(reference, (whole: string, name: string | undefined) => {
        if (whole === '$${') return '${'
        if (name === undefined || !whole.endsWith('}') || !variableName.test(name)) {
          faults.push(`${place}: \${ must be followed by the name of a variable and }; write $\${ for a literal \${`)
          return whole
        }
        const given = ofVariable(environment, name)
        if (given === undefined) {
          faults.push(`${place}: the variable ${name} is not set: set it, or write $\${${name}} if the text is meant`)
        }
        return given?.value ?? whole
      })
      node.value = isWholeReference(node) ? toPlainValue(text) : text
    },
  })
  if (faults.length > 0) throw new ConfigError([...new Set(faults)].join('\n'))
}

function isWholeReference(node: Scalar): boolean {
  return isScalar(node) && node.type === 'PLAIN' && /^\$\{[^}]*\}$/.test(String(node.value))
}

/** A port or a flag may be a variable; text that only looks like one needs quotes, as it does without variables. */
function toPlainValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^(0|[1-9][0-9]{0,8})$/.test(text) ? Number(text) : text
}
