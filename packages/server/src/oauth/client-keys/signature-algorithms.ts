import type { PublicKey } from './public-key.ts'

/** An algorithm of signatures that clients make (RFC 7518 §3.1, RFC 8037 §3.1). */
export interface SignatureAlgorithm {
  readonly name: string
  /** The kind of its keys: `RSA`, or the name of a curve. */
  readonly kind: string
  /** A key that nobody uses: verifying with it takes as long as with a client's. */
  readonly decoy: PublicKey['jwk']
}

const rsaDecoy = {
  kty: 'RSA',
  e: 'AQAB',
  n: '3gwpE1FH45xS4u4-QM6VYP4ucjtXwXZ07Estm4Ce3sjqBQqKtktSZ3KqMrLQf2U7JLzHJ8q9VgqyxxP3vSzOclenh1qpRoyOtAfE5TM1bUZxWYk5qAucJZe32iITSmN4lz3yfzkjRl5aBiHA7X68KrHTw2SvwZOoXMSMneQaQjQTMYYN1p44QZUI_aOj8HO6vkA3oiG9qn5j8mRlGy4kX6Gi1Q1DJjiuwXDiZcy-Iur8HjP92KUIR7rJMhxMrh7-WKiAe1kenlA_KuYvADAc3dofx-EmB1rAcPVxi_cmZnhTXnUDoDYhP2jwGup0zFR0j18SngVICMtJ9CeOeFg8Gw',
} as const

/** The signature algorithms of clients: `none` and those of shared secrets are not among them. */
export const signatureAlgorithms: readonly SignatureAlgorithm[] = [
  { name: 'RS256', kind: 'RSA', decoy: rsaDecoy },
  { name: 'PS256', kind: 'RSA', decoy: rsaDecoy },
  {
    name: 'ES256',
    kind: 'P-256',
    decoy: {
      kty: 'EC',
      crv: 'P-256',
      x: 'xJ_VG8ohunOF4ayncBJ-hoDGPyqh2gzGmzWhdDm-4oY',
      y: 'LP_7WIbDcvEDrNPNnEB1yqZfWee2HIIJ0w4IcNIvMIY',
    },
  },
  {
    name: 'EdDSA',
    kind: 'Ed25519',
    decoy: { kty: 'OKP', crv: 'Ed25519', x: '6ToxU6Isj5DN50IfXSpEQ2lrhogsxTMkcqYAX1RuFmg' },
  },
]

export const signatureAlgorithmNames: readonly string[] = signatureAlgorithms.map((one) => one.name)
