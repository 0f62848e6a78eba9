/**
 * Compares what the functions did while the journeys ran on the templates with what their roles grant. Prints both
 * numbers, fails when something was done that no role allows, or granted and not done without a reason.
 *
 *     node tests/permissions/check.ts calls.jsonl
 */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '#infra/entries'
import { openCloud } from '#infra/local/template/cloud-formation'
import { nameResources } from '#infra/local/template/names'
import { covers, type FunctionCall, type Grant, grantsOf, isAllowed, resourceOf } from './policies.ts'
import { reasons } from './reasons.ts'

const region = 'eu-central-1'
const [file = ''] = process.argv.slice(2)

// A journey makes a hundred thousand calls of a few hundred kinds.
const calls = new Map<string, FunctionCall>()
for await (const line of createInterface({ input: createReadStream(file) })) {
  const call = JSON.parse(line) as FunctionCall
  const kinds = (call.leadingKeys ?? []).map((key) => key.split('#')[0]).join()
  const place = call.action.startsWith('s3:') ? call.resource.split('/').slice(0, 2).join('/') : call.resource
  calls.set([call.function, call.action, place, kinds].join(' '), call)
}
const pool = [...calls.values()].find(({ action }) => action.startsWith('cognito-idp:'))?.resource ?? 'pool'
const cloud = openCloud(join(root, 'dist', 'cdk.out'), region)
nameResources(cloud, {
  region,
  filesHost: 'files',
  siteHost: 'site',
  TABLE_NAME: 'perennial',
  FILES_BUCKET: 'perennial-files',
  USER_POOL_ID: pool,
})
const grants = grantsOf(cloud)
const seen = [...calls.values()].filter(({ action }) => !isSelfProving(action))
const refused = seen.filter((call) => !isAllowed(grants, call, region))
const unused = grants.filter(
  (grant) => grant.effect === 'Allow' && !seen.some((call) => covers(grant, call, region)),
)
const unexplained = unused.filter((grant) => reasonFor(grant) === undefined)

const used = new Set(seen.map((call) => [call.function, call.action, resourceOf(call, region)].join(' ')))
console.log(`${used.size} (function, action, resource) triples used`)
console.log(`${grants.length} granted or denied, ${unused.length} granted and not used`)
for (const [reason, some] of Map.groupBy(unused, (grant) => reasonFor(grant) ?? 'NO REASON'))
  console.log(`  ${String(some.length).padStart(4)}  ${reason}`)
for (const call of refused)
  console.error(`refused: ${call.function} ${call.action} ${call.resource} ${call.leadingKeys ?? ''}`)
for (const grant of unexplained) console.error(`unused: ${grant.function} ${grant.action} ${grant.resource}`)
if (refused.length > 0 || unexplained.length > 0 || used.size === 0) process.exitCode = 1

function reasonFor(grant: Grant): string | undefined {
  return reasons.find(({ covers: fits }) => fits(grant))?.reason
}

// Signing in carries its own proof: those operations take no permission.
function isSelfProving(action: string): boolean {
  return /^cognito-idp:(InitiateAuth|RespondToAuthChallenge|ForgotPassword|ConfirmForgotPassword|ChangePassword|RevokeToken|GetUser|AssociateSoftwareToken|VerifySoftwareToken|SetUserMFAPreference)$/.test(
    action,
  )
}
