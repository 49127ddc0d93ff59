import type { Words } from './en.ts'

type TimeWords = Words['time']

/** The forms of a noun, `#` in place of the amount, by the categories that its language has (Unicode CLDR). */
type Forms = Partial<Record<Exclude<Intl.LDMLPluralRule, 'other'>, string>> & { readonly other: string }

/** Writes an amount with its noun, by the plural rules of a language, which are loaded when they are first needed. */
export function createCount(language: string): (amount: number, forms: Forms) => string {
  const tools = once(() => ({ rules: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(language) }))
  return (amount, forms) => {
    const { rules, numbers } = tools()
    return (forms[rules.select(amount)] ?? forms.other).replace('#', numbers.format(amount))
  }
}

/** Writes lengths of time as a language does: `3 Stunden`. */
export function createUnits(language: string): Pick<TimeWords, 'seconds' | 'minutes' | 'hours' | 'days'> {
  const write = (unit: string) => {
    const format = once(() => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }))
    return (amount: number) => format().format(amount)
  }
  return { seconds: write('second'), minutes: write('minute'), hours: write('hour'), days: write('day') }
}

/** Creates a value at the first call: a server that shows no page in a language does not pay for its formats. */
function once<T>(create: () => T): () => T {
  let created: { readonly value: T } | undefined
  return () => {
    created ??= { value: create() }
    return created.value
  }
}

/** Writes dates in the order, and with the month's form, that a language has in a date: `5 de marzo de 2027`. */
export function createDates(language: string): Pick<TimeWords, 'date' | 'months'> {
  const tools = once(() => {
    const format = new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      calendar: 'gregory',
      timeZone: 'UTC',
    })
    const partsOf = (month: number) => format.formatToParts(new Date(Date.UTC(2000, month, 2)))
    const nameOf = (month: number) => partsOf(month).find(({ type }) => type === 'month')?.value ?? ''
    return { pattern: partsOf(0), months: Array.from({ length: 12 }, (_, month) => nameOf(month)) }
  })
  return {
    months: () => tools().months,
    date: (day, month, year) => {
      const values: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = { day, month, year }
      return tools()
        .pattern.map(({ type, value }) => values[type] ?? value)
        .join('')
    },
  }
}
