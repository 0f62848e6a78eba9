import { bgNbd } from './bg-nbd.ts'
import { mbgNbd } from './mbg-nbd.ts'
import { nbd } from './nbd.ts'
import { paretoNbd } from './pareto-nbd.ts'
import type { PurchaseModel, PurchaseModelName } from './purchase-model.ts'

/** Every transaction model by name, so that a stored fit finds its functions again. */
export const purchaseModels: Readonly<Record<PurchaseModelName, PurchaseModel>> = {
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
  nbd,
}
