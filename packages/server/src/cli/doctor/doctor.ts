import { createPasswordRule } from '../../accounts/passwords/rule.ts'
import { secretFaults } from '../../management/apply/secret-faults.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { readSettings } from '../with-database.ts'
import { checkClients } from './check-clients.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkDatabase } from './check-database.ts'
import { checkFiles } from './check-files.ts'
import { checkLdap } from './check-ldap.ts'
import { checkMail } from './check-mail.ts'
import { type Finding, toWarning } from './finding.ts'

/** The beginning of findings about a client's secret, of which one per client is shown. */
const clientSecret = 'client_secret'

/** Checks the configuration, the files, the database, the SMTP server, the LDAP directory and the clients. @throws ConfigError */
export async function doctor(options: CommonOptions): Promise<Outcome> {
  const config = readSettings(options)
  const { findings: inDatabase, clients, keys, warnings: probableMistakes } = await checkDatabase(config, Date.now())
  const ofClients = checkClients(config, clients)
  const isKnown = ({ where, what }: Pick<Finding, 'where' | 'what'>) =>
    what.startsWith(clientSecret) && ofClients.some((one) => one.where === where && one.what.startsWith(clientSecret))
  const findings = [
    ...checkConfiguration(config, process.env, keys),
    ...checkFiles(config, options.config, process.env),
    ...inDatabase,
    ...(await checkMail(config)),
    ...(await checkLdap(config)),
    ...ofClients,
    ...secretFaults(config, { issuer: config.issuer, passwords: createPasswordRule(config.passwords.minimum, config) })
      .filter((fault) => fault.isRefused)
      .map(({ where, what, fix }): Finding => ({ level: 'error', where, what, fix })),
    ...probableMistakes.filter((mistake) => !isKnown(mistake)).map(toWarning),
  ]
  const errors = findings.filter((one) => one.level === 'error')
  const warnings = findings.filter((one) => one.level === 'warning')
  const total = `${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`
  const text =
    findings.length === 0 ? 'no problems found' : [...[...errors, ...warnings].map(toText), total].join('\n\n')
  return { text, data: { errors: errors.map(toData), warnings: warnings.map(toData) }, failed: errors.length > 0 }
}

function toData({ where, what, fix, clause }: Finding) {
  return { subject: where, reason: what, fix, clause: clause ?? null }
}

function toText({ level, where, what, fix, clause }: Finding): string {
  const mark = level === 'error' ? '✖' : '⚠'
  return `${mark} ${where}: ${what}${clause === undefined ? '' : ` (${clause})`}\n  → ${fix}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
