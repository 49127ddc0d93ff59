import { parseScope, type Scope } from '@valetkey/protocol'
import { ConfigError } from '../../../config/config-error.ts'
import type { FileConfig } from '../../../config/schema.ts'
import type { Features } from '../../../oauth/features.ts'

/** What clients may have that register themselves. */
export interface DynamicClientPolicy {
  readonly scope: Scope
  readonly grantTypes: readonly string[]
  /** Response modes that every client may use. */
  readonly responseModes: readonly string[]
  /** The names of the insecure options that the operator allows. */
  readonly insecureOptions: ReadonlySet<string>
  readonly mostUnused: number
}

/** Reads the policy from the configuration. @throws ConfigError for a name that the server does not know */
export function readDynamicClientPolicy(
  {
    dynamicClients,
    where,
  }: Pick<FileConfig, 'dynamicClients'> & {
    readonly where: (at: readonly PropertyKey[]) => string | undefined
  },
  features: Features,
): DynamicClientPolicy {
  const { scope, grantTypes, responseModes, maxUnused, dangerously = {} } = dynamicClients
  const fail = (option: string, what: string): never => {
    throw new ConfigError(`${where(['dynamicClients', option]) ?? 'configuration'}: dynamicClients.${option}: ${what}`)
  }
  const refuseUnknown = (option: string, names: readonly string[], known: readonly string[]) => {
    const unknown = names.find((name) => !known.includes(name))
    if (unknown !== undefined) fail(option, `${unknown} is not served; known: ${known.join(', ')}`)
  }
  refuseUnknown('responseModes', responseModes, namesOf(features.responseModes))
  refuseUnknown('grantTypes', grantTypes, namesOf(features.grantTypes))
  refuseUnknown(
    'dangerously',
    Object.keys(dangerously),
    features.insecureOptions.map((one) => one.option),
  )
  const insecureOptions = new Set(Object.keys(dangerously).filter((option) => dangerously[option] === true))
  for (const { name, insecureOption } of features.grantTypes) {
    if (insecureOption === undefined || insecureOptions.has(insecureOption.option) || !grantTypes.includes(name))
      continue
    fail('grantTypes', `${name} needs dynamicClients.dangerously: { ${insecureOption.option}: true }`)
  }
  const allowed = features.grantTypes.filter(
    ({ name, insecureOption }) =>
      grantTypes.includes(name) || (insecureOption !== undefined && insecureOptions.has(insecureOption.option)),
  )
  return {
    scope: scope === undefined ? features.identityScopes : parseScope(scope),
    grantTypes: namesOf(allowed),
    responseModes,
    insecureOptions,
    mostUnused: maxUnused,
  }
}

function namesOf(list: readonly { readonly name: string }[]): readonly string[] {
  return list.map((one) => one.name)
}
