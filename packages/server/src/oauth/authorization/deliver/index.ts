import type { ReturnAddress } from '../errors.ts'
import type { Delivery } from './delivery.ts'
import { redirect } from './redirect.ts'

const deliveries: Readonly<Record<ReturnAddress['kind'], Delivery>> = { redirect }

/** Returns how the outcome of a request travels to this address. */
export function deliveryOf({ kind }: Pick<ReturnAddress, 'kind'>): Delivery {
  return deliveries[kind]
}
