import { parameter } from '@valetkey/protocol'
import { signatureAlgorithmNames } from '../../client-keys/signature-algorithms.ts'
import { contentEncryptionNames, keyEncryptionNames } from '../../protected-responses/encryption-algorithms.ts'
import { readClient } from '../recipient.ts'
import { isEncrypted } from './decrypt-object.ts'
import { resolveObject } from './resolve-object.ts'
import { type RequestResolver, UnresolvedRequest } from './resolver.ts'

/** A request object by value, in the parameter `request` (OIDC Core §6.1, RFC 9101 §5.1). */
export const requestObject: RequestResolver = {
  name: 'request',
  metadata: {
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: signatureAlgorithmNames,
    request_object_encryption_alg_values_supported: keyEncryptionNames,
    request_object_encryption_enc_values_supported: contentEncryptionNames,
  },
  recognizes: (sent) => parameter(sent, 'request') !== undefined,
  isHidden: (sent) => isEncrypted(parameter(sent, 'request') ?? ''),
  async resolve(sent, services) {
    const client = await readClient(sent, services.stores)
    const [object = '', second] = sent.get('request') ?? []
    const fault = second !== undefined ? 'was sent more than once' : undefined
    const other = parameter(sent, 'request_uri') === undefined ? undefined : 'was sent together with request_uri'
    if ((fault ?? other) !== undefined) {
      throw new UnresolvedRequest('invalid_request_object', `request ${fault ?? other}: send one`, sent, 'RFC 9101 §5')
    }
    return resolveObject(object, sent, client, services)
  },
}
