// Answers to "was this what you looked for?": a number per service and day, nothing about who answered.
import { sql } from 'kysely'
import type { Town, WriteDb } from '../../kernel/town.ts'
import type { CatalogueTables } from './tables.ts'

export const feedbackAnswers = ['yes', 'partly', 'no'] as const
export type FeedbackAnswer = (typeof feedbackAnswers)[number]

/** `today` is `YYYY-MM-DD`. */
export const countFeedback = (town: Town, service: number, answer: FeedbackAnswer, today: string): Promise<void> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    await db
      .insertInto('catalogue.feedback_count')
      .values({ service_id: service, day: today, answer, answers: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['town_id', 'service_id', 'day', 'answer'])
          .doUpdateSet({ answers: sql<number>`feedback_count.answers + 1` }),
      )
      .execute()
  })
