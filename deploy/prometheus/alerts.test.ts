import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parseDocument } from 'yaml'
import { createMetrics } from '../../packages/server/src/observability/metrics.ts'
import { writeMetrics } from '../../packages/server/src/observability/metrics-page.ts'
import { findMissing } from '../high-availability/children.ts'

/** One alert, as Prometheus reads it. */
interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly docs: string }
}

const file = path.join(import.meta.dirname, 'alerts.yaml')
const document = parseDocument(readFileSync(file, 'utf8'))
const groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] = document.toJS().groups
const rules = groups.flatMap((group) => group.rules)

/** Writes a page on which everything was counted once. */
function countEverything(): string {
  const metrics = createMetrics()
  metrics.request('/token', 200, 1)
  metrics.limited('account')
  metrics.connectionClosed('slow')
  metrics.transaction()
  for (const type of ['token.issued', 'token.replayed', 'login.failed', 'login.succeeded'])
    metrics.event({ type, at: 0, detail: 'any' } as unknown as Parameters<typeof metrics.event>[0]) // what is counted of an event
  const audit = { waiting: 0, most: 1, dropped: 0, failures: 0, failingSince: undefined }
  const committed = { commits: 1, transactions: 1 }
  const gauges = { audit, committed, passwordsWaiting: 0, connections: 0, interactions: 0 }
  return writeMetrics(metrics.read(), gauges)
    .map(({ head, lines }) => head + lines)
    .join('')
}

/** The heading of a section as GitHub makes it an anchor. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')

test('the alert rules are well formed, each with a name of its own', () => {
  assert.deepEqual([...document.errors, ...document.warnings], [])
  assert.ok(rules.length > 10)
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length)
  for (const rule of rules) {
    assert.match(rule.alert, /^Valetkey[A-Z]\w+$/)
    assert.match(rule.for ?? '1m', /^\d+m$/)
    assert.ok(['page', 'ticket'].includes(rule.labels.severity), rule.alert)
    assert.ok(rule.annotations.summary.length > 20, rule.alert)
    const opened = rule.expr.match(/[({[]/g)?.length
    assert.equal(rule.expr.match(/[)}\]]/g)?.length, opened, rule.expr)
  }
})

test('every metric and label that an alert names is on the metrics page', () => {
  const metricsPage = countEverything()
  for (const { alert, expr } of rules) {
    const names = expr.match(/\b(?:valetkey|process|nodejs)_\w+/g) ?? []
    for (const name of names) assert.match(metricsPage, new RegExp(`^${name}(\\{|_sum|_bucket| )`, 'm'), alert)
    for (const [, name = '', label = ''] of expr.matchAll(/\b(valetkey_\w+)\{(\w+)=/g))
      assert.match(metricsPage, new RegExp(`^${name}\\{.*\\b${label}=`, 'm'), alert)
  }
})

test('every alert leads to a section of the documentation', () => {
  for (const { alert, annotations } of rules) {
    const [page = '', anchor] = annotations.docs.split('#')
    const text = readFileSync(path.join(import.meta.dirname, '../..', page), 'utf8')
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading))
    assert.ok(anchors.includes(anchor ?? ''), `${alert}: ${annotations.docs}`)
  }
})

test('a process has one time of start, whenever it is scraped, so that an alert can count its restarts', async () => {
  const scrape = () => /^process_start_time_seconds (.*)$/m.exec(countEverything())?.[1]
  const first = scrape()
  assert.ok(Math.abs(Number(first) - (Date.now() / 1000 - process.uptime())) < 5)
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(scrape(), first)
})

const noPromtool = findMissing(['promtool']).length > 0 && 'promtool is not installed'

test('Prometheus accepts the rules', { skip: noPromtool }, () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' })
  assert.equal(status, 0, stdout + stderr)
})
