// What stands around the questions, and the form's own lists.
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { BuilderLayout, type Said, Seen } from './builder-layout.tsx'
import type { DeskForm } from './desk-form.ts'
import { Entries, type Entry, summaryOf, type Typed } from './entries.tsx'
import type { Chapter } from './papers.ts'
import { papersWords } from './papers-words.ts'
import type { Change } from './working-copy.ts'

type PapersProps = {
  frame: Frame
  open: DeskForm
  chapters: readonly Chapter[]
  typed: Typed
  mark: string
  problems: readonly Problem[]
  theirs?: Typed | undefined
  conflict?: readonly Change[] | undefined
  said?: Said | undefined
}

export function PapersPage({ frame, open, chapters, typed, mark, problems, theirs, conflict, said }: PapersProps) {
  const text = papersWords(frame)
  const entries = chapters.flatMap((chapter): readonly Entry[] => chapter.entries)
  const lists = Object.entries(open.copy.document.codeLists ?? {})
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={open.copy.document.title.de}
      part="papers"
      problems={summaryOf(entries, problems)}
      said={said}
      conflict={conflict}
    >
      <div class="desk-case section">
        <form method="post" action={open.url('papers')} noValidate>
          <Seen revision={open.copy.revision} mark={mark} />
          {chapters.map((chapter) => (
            <section>
              <h2>{chapter.title}</h2>
              <Entries reader={frame} entries={chapter.entries} typed={typed} problems={problems} theirs={theirs} />
            </section>
          ))}
          <Button>{text.save}</Button>
        </form>
        <aside aria-labelledby="lists-title">
          <h2 id="lists-title">{text.lists}</h2>
          <p>{text.listsHow}</p>
          {lists.length === 0 ? (
            <p>{text.noLists}</p>
          ) : (
            <ul class="ruled stacked">
              {lists.map(([key, list]) => (
                <li>
                  <a href={open.url(`lists/${key}`)}>{list.name.de}</a>{' '}
                  <span class="meta">{text.entriesOf(list.entries.length)}</span>
                </li>
              ))}
            </ul>
          )}
          <p>
            <ButtonLink secondary url={open.url('lists/new')}>
              {text.addList}
            </ButtonLink>
          </p>
        </aside>
      </div>
    </BuilderLayout>
  )
}
