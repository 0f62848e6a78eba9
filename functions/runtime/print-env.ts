import * as v from 'valibot'
import { envSchema } from './env.ts'

/** Every environment variable of the functions: name, whether it may be left out, what it is for. */
export function describedVariables(): { name: string; isOptional: boolean; description: string }[] {
  return Object.entries(envSchema.entries).map(([name, schema]) => ({
    name,
    isOptional: v.safeParse(schema, undefined).success,
    description: v.getDescription(schema) ?? v.getDescription(innerOf(schema)) ?? '',
  }))
}

function innerOf(schema: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in schema ? (schema as v.OptionalSchema<v.GenericSchema, undefined>).wrapped : schema
}

if (import.meta.main)
  for (const { name, isOptional, description } of describedVariables())
    console.log(`${name.padEnd(20)} ${isOptional ? 'optional' : 'required'}  ${description}`)
