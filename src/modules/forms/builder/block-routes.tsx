// The addresses of blocks: listed, kept from a form, removed.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import type { Frame } from '../../../design/frame.ts'
import { mayIn, staff } from '../../../kernel/access.ts'
import { page as answerPage, notFound, seeOther } from '../../../kernel/http/answer.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { dropBlock, keepBlock, type ListedBlock, listBlocks } from './block.ts'
import { blockWords } from './block-words.ts'
import { builderWords } from './builder-words.ts'
import { mayEdit, openForm } from './desk-form.ts'
import { deskFormsUrl } from './form-list.ts'
import { findItem, labelOfItem } from './outline.ts'
import type { BuilderReading, BuilderWriting } from './working-copy.ts'

export function blockRoutes(on: Routes): void {
  on.page('/desk/forms/blocks', staff(mayEdit), {}, async (visit) => {
    const blocks = await visit.town.read((db: BuilderReading) => listBlocks(db, visit))
    return answerPage(<BlocksPage frame={visit.frame} blocks={blocks} mayDrop={(block) => keptBy(visit, block.madeBy)} />)
  })
  on.form('/desk/forms/blocks', staff(mayEdit), {}, async (visit, input) => {
    const key = input.value('block')
    if (!isUuid(key)) return notFound
    const { person } = visit
    const by = mayIn(person!, mayEdit, '/') ? undefined : person!.personId
    const dropped = await visit.town.write((db: BuilderWriting) => dropBlock(db, key, by))
    if (!dropped) return notFound
    return seeOther(linkTo(visit, '/desk/forms/blocks'))
  })
  on.form('/desk/forms/:id/items/:path/block', staff(mayEdit), {}, async (visit) => {
    const open = await openForm(visit)
    const item = open && findItem(open.copy.document, visit.params.path!)?.item
    if (!item) return notFound
    const block = { name: labelOfItem(item), item, by: open.person.personId, now: visit.now }
    await visit.town.write((db: BuilderWriting) => keepBlock(db, block))
    return seeOther(open.url(`items/${visit.params.path}?done=kept`))
  })
}

/** Blocks belong to the whole town: whoever kept one, or builds forms for all of it, takes it away. */
const keptBy = ({ person }: Visit, madeBy: string | undefined): boolean =>
  madeBy === person!.personId || mayIn(person!, mayEdit, '/')

type BlocksProps = { frame: Frame; blocks: readonly ListedBlock[]; mayDrop: (block: ListedBlock) => boolean }

function BlocksPage({ frame, blocks, mayDrop }: BlocksProps) {
  const text = blockWords(frame)
  const here = deskFormsUrl(frame.language)
  const own = blocks.filter((block) => block.own)
  return (
    <DeskLayout frame={frame} title={text.title} room={here} back={{ label: builderWords(frame).toForms, url: here }}>
      <p class="measure">{text.how}</p>
      <div class="measure-wide">
        <section>
          <h2>{text.own}</h2>
          {own.length === 0 ? (
            <p>{text.none}</p>
          ) : (
            <ul class="ruled">
              {own.map((block) => (
                <li>
                  {block.name}
                  {mayDrop(block) && (
                    <form method="post" action={`${here}/blocks`}>
                      <input type="hidden" name="block" value={block.key} />
                      <button type="submit" class="link-button" aria-label={`${text.remove}: ${block.name}`}>
                        {text.remove}
                      </button>
                    </form>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section>
          <h2>{text.shipped}</h2>
          <ul class="ruled">
            {blocks
              .filter((block) => !block.own)
              .map(({ name }) => (
                <li>{name}</li>
              ))}
          </ul>
        </section>
      </div>
    </DeskLayout>
  )
}
