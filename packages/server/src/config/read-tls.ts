import { readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'
import { whyUnreadable } from './describe-read-fault.ts'
import type { Config } from './read-config.ts'

type Files = NonNullable<Config['tls']>

/** Reads the configured certificate and key. @throws ConfigError that names the configuration key */
export function readTls(files: Files): Files {
  return { cert: read('cert', files), key: read('key', files) }
}

function read(name: keyof Files, files: Files): string {
  try {
    return readFileSync(files[name], 'utf8')
  } catch (cause) {
    throw new ConfigError(`tls.${name}: ${files[name]} ${whyUnreadable(cause)}; name a PEM file`, { cause })
  }
}
