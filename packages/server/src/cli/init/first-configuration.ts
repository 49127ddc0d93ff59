export interface FirstConfiguration {
  readonly issuer: string
  readonly port: number
  /** The file of the server's secret, relative to the configuration. */
  readonly secretFile: string
  readonly clientSecret: string
}

/** Returns a configuration file with a comment on each part. */
export function firstConfiguration({ issuer, port, secretFile, clientSecret }: FirstConfiguration): string {
  return `# Every key: docs/configuration.md. What is wrong here is reported with its line: valetkey doctor --config FILE
# \${NAME} in a value is replaced by the variable NAME of the environment; write $\${ for a literal \${.

# The URL under which users and clients reach the server. https, except on localhost.
issuer: ${issuer}

# Where it listens. host: 127.0.0.1 behind a proxy on this computer, :: for every address.
listen:
  port: ${port}

# One SQLite file, relative to the working directory, or postgres://USER:PASSWORD@HOST/NAME
database: sqlite:./valetkey.db

# Encrypts the signing keys. Keep the file, and keep it secret: without it the database cannot be used.
secret_file: ${secretFile}

# The APIs that tokens are for. A request that names none by "resource" means the first.
apis:
  - identifier: https://contacts.example.com
    name: Contacts
    scopes:
      - { name: read, description: See your contacts }
      - { name: create, description: Add contacts }

# The applications that may ask for tokens, with the names of RFC 7591.
clients:
  - client_id: nightly-report
    client_secret: ${clientSecret}
    grant_types: [client_credentials]
    scope: read
  # An app in which users sign in:
  # - client_id: contacts-web
  #   client_name: Contacts
  #   client_secret_file: contacts-web.secret
  #   redirect_uris: [https://app.example.com/callback]
  #   grant_types: [authorization_code, refresh_token]
  #   scope: read create

# The users who can sign in; or: valetkey account add alice --config FILE
# accounts:
#   - username: alice
#     password_file: alice.password
#     name: Alice Adams
#     email: alice@example.com
`
}
