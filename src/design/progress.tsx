// How far something is: status line, timeline, and the step of a form.
import type { Reader } from '../kernel/words.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

export type StatusStep = {
  label: string
  state: 'done' | 'now' | 'next'
  /** Who has it now. */
  who?: string | undefined
  /** Already in words: the day it was done, or is expected. */
  day?: string | undefined
  /** Now, and the reader is the one it waits for. */
  waits?: boolean | undefined
}

/** Three to five steps; never per cent. */
export function StatusLine({ reader, steps }: { reader: Reader; steps: readonly StatusStep[] }) {
  const text = designWords(reader)
  return (
    <ol class="status" aria-label={text.progress}>
      {steps.map(({ label, state, who, day, waits }) => (
        <li class={waits ? `${state} waits` : state} aria-current={state === 'now' ? 'step' : undefined}>
          <span class="dot">{state === 'done' && <Icon name="check" size={20} />}</span>
          <span class="strong">
            {state === 'done' && <span class="hidden">{text.done}: </span>}
            {state === 'now' && `${text.now}: `}
            {state === 'next' && <span class="hidden">{text.later}: </span>}
            {label}
          </span>
          {who && <span class="meta block">{who}</span>}
          {day && (
            <span class="meta block">
              {state === 'next' && `${text.expected} `}
              {day}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}

export type TimelineEntry = {
  what: string /** Already in words. */
  when: string
  who?: string | undefined
  automatic?: boolean | undefined
}

/** Newest first: what, then when and who. */
export function Timeline({ reader, entries }: { reader: Reader; entries: readonly TimelineEntry[] }) {
  const text = designWords(reader)
  return (
    <ol class="timeline">
      {entries.map(({ what, when, who, automatic }) => (
        <li>
          {what}
          <span class="meta block">{[when, who, automatic && text.automatic].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ol>
  )
}

/** `Schritt 2 von 5 · Ihr Betrieb`, with a bar that repeats the words. */
export function StepOf({ reader, step, count, title }: { reader: Reader; step: number; count: number; title: string }) {
  return (
    <>
      <p class="step-of">
        <strong>{designWords(reader).stepOf(step, count)}</strong> · <span class="meta">{title}</span>
      </p>
      <ul class="step-bar" aria-hidden="true">
        {Array.from({ length: count }, (_, index) => (
          <li class={index < step ? 'done' : undefined} />
        ))}
      </ul>
    </>
  )
}
