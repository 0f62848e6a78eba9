/** How long the import of the CDNOW history takes, and how much memory. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sharedData } from '#tests/harness/shared-data'
import type { CdnowImport } from './import-cdnow.ts'
import type { Measured } from './row.ts'

/** The master file twice, in a process of its own: the second time nothing may be written. */
export function measureImport(): Measured {
  const path = sharedData('cdnow/CDNOW_master.txt')
  if (path === undefined)
    return { rows: [], skipped: 'The CDNOW master file is not beside this copy (../shared/data).' }
  const file = fileURLToPath(new URL('import-cdnow.ts', import.meta.url))
  const output = execFileSync(process.execPath, ['--expose-gc', file, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { first, again, mostMegabytes, idleMegabytes } = JSON.parse(
    output.trim().split('\n').at(-1) ?? '',
  ) as CdnowImport
  const remark = `${first.read.toLocaleString('en')} rows read, ${first.accepted.toLocaleString('en')} accepted`
  const memory = `whole process with the emulated object store; ${Math.round(idleMegabytes)} before it began`
  return {
    rows: [
      { name: 'CDNOW master: import', measured: first.seconds, unit: 's', budget: 180, remark },
      {
        name: 'CDNOW master: most memory of the job',
        measured: mostMegabytes,
        unit: 'MB',
        budget: 400,
        remark: memory,
      },
      { name: 'CDNOW master: import again', measured: again.seconds, unit: 's' },
      {
        name: 'CDNOW master: rows changed by importing again',
        measured: again.read - again.unchanged,
        unit: 'rows',
        budget: 0,
        isGated: true,
      },
    ],
  }
}
