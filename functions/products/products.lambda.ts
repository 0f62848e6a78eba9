import { httpLambda } from '#functions/runtime/http-lambda'
import { productsDeps } from './products-deps.ts'
import { productsRoutes } from './products.routes.ts'

export const handler = httpLambda(productsRoutes(productsDeps()))
