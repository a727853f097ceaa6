// Work by the clock: each job runs once in the whole house, however many processes there are.

import { sql } from 'kysely'
import type pg from 'pg'
import { getConstructionPlans, getMigrationPlans, PgBoss } from 'pg-boss'
import manifest from 'pg-boss/package.json' with { type: 'json' }
import { sweepBlobs } from './blobs.ts'
import { roles } from './database/database.ts'
import type { House } from './house.ts'
import type { Metrics } from './metrics.ts'
import type { Job } from './module.ts'
import { sweepUploads } from './uploads/sweep.ts'

export const jobsSchema = 'pgboss'

/** Run by the owner while migrating; at run time the platform role only uses the tables. */
export async function installJobs(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    `${jobsSchema}.version`,
  ])
  if (rows[0]?.there) {
    const version = await client.query<{ version: number }>(`SELECT version FROM ${jobsSchema}.version`)
    const installed = version.rows[0]?.version ?? 0
    if (installed < manifest.pgboss.schema) await client.query(getMigrationPlans(jobsSchema, installed))
  } else {
    await client.query(getConstructionPlans(jobsSchema))
  }
  await client.query(`GRANT USAGE ON SCHEMA ${jobsSchema} TO ${roles.platform};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${jobsSchema} TO ${roles.platform};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${jobsSchema} TO ${roles.platform};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${jobsSchema} TO ${roles.platform}`)
}

/** Events are kept for receivers that were switched off for a while, then dropped. */
const keptEventDays = 90

export const kernelJobs: readonly Job[] = [
  {
    name: 'kernel.housekeeping',
    schedule: '40 3 * * *',
    work: async (house, now) => {
      const before = new Date(now.getTime() - keptEventDays * 86_400_000)
      for (const town of house.towns.list()) {
        await town.write(async (db) => {
          await sql`DELETE FROM kernel.event WHERE at < ${before}`.execute(db)
          await sql`DELETE FROM kernel.session WHERE expires_at < ${before}`.execute(db)
        })
      }
    },
  },
  {
    name: 'kernel.retention',
    schedule: '25 3 * * *',
    work: async (house) => {
      await house.platform.write((db) => sql`SELECT kernel.drop_old_looks()`.execute(db))
      for (const town of house.towns.list())
        await town.write(async (db) => {
          await sql`SELECT kernel.erase_old_looks()`.execute(db)
          await sql`SELECT kernel.erase_old_audit()`.execute(db)
        })
    },
  },
  { name: 'kernel.uploads', schedule: '*/5 * * * *', work: sweepUploads },
  { name: 'kernel.blobs', schedule: '10 4 * * *', work: async (house, now) => void (await sweepBlobs(house, now)) },
  {
    name: 'kernel.partitions',
    schedule: '10 3 * * *',
    work: async (house, now) => {
      await house.platform.write((db) => sql`SELECT kernel.make_partitions(${now}::timestamptz::date, 3)`.execute(db))
    },
  },
]

export type Jobs = { stop: () => Promise<void> }

/** Cron times are meant in Europe/Berlin. A job that throws is tried again, and its fault is in the log. */
export async function startJobs(house: House, platformUrl: string, metrics: Metrics): Promise<Jobs> {
  metrics.declare('stadttor_job_runs_total', 'Runs of a job by how they ended')
  const boss = new PgBoss({
    connectionString: platformUrl,
    schema: jobsSchema,
    migrate: false,
    useListenNotify: true,
    max: 2,
    application_name: 'stadttor jobs',
  })
  boss.on('error', (fault: Error) => house.log.fault('the job queue reports a fault', fault))
  await boss.start()
  for (const job of [...kernelJobs, ...house.modules.flatMap((module) => module.jobs ?? [])]) {
    await boss.createQueue(job.name, { retryLimit: 3, retryDelay: 60, notify: true })
    await boss.schedule(job.name, job.schedule, {}, { tz: 'Europe/Berlin' })
    await boss.work(job.name, { pollingIntervalSeconds: 30 }, async () => {
      await job.work(house, new Date()).catch((fault: unknown) => {
        metrics.count('stadttor_job_runs_total', { job: job.name, ended: 'failed' })
        house.log.fault(`the job ${job.name} failed`, fault, { module: job.name.split('.')[0] })
        throw fault
      })
      metrics.count('stadttor_job_runs_total', { job: job.name, ended: 'done' })
    })
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 10_000 }) }
}

export type JobTrouble = { name: string; state: 'failed' | 'late'; since: Date }

/** Jobs whose last run failed for good, and those that should have begun and did not: `late` by more than ten minutes. */
export async function listJobTroubles(house: House, now: Date): Promise<JobTrouble[]> {
  const late = new Date(now.getTime() - 10 * 60_000)
  const { rows } = await house.platform.read((db) =>
    sql<JobTrouble>`
      SELECT name, 'failed' AS state, max(completed_on) AS since FROM ${sql.table(`${jobsSchema}.job`)} AS j
      WHERE state = 'failed' AND NOT EXISTS (SELECT FROM ${sql.table(`${jobsSchema}.job`)} AS later
        WHERE later.name = j.name AND later.state = 'completed' AND later.completed_on > j.completed_on)
      GROUP BY name
      UNION ALL
      SELECT name, 'late', min(start_after) FROM ${sql.table(`${jobsSchema}.job`)}
      WHERE state IN ('created', 'retry') AND start_after < ${late} GROUP BY name
      ORDER BY 1, 2`.execute(db),
  )
  return rows
}
