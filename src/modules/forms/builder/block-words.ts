// The words of blocks.
import { words } from '../../../kernel/words.ts'

export const blockWords = words('forms-blocks', {
  de: {
    title: 'Bausteine',
    how: 'Bausteine sind Fragen, die in vielen Formularen vorkommen. Ein Formular bekommt eine Kopie. Spätere Änderungen bleiben in diesem Formular.',
    own: 'Bausteine Ihrer Stadt',
    none: 'Ihre Stadt hat noch keinen eigenen Baustein. Öffnen Sie eine Frage oder Gruppe und merken Sie sie als Baustein.',
    shipped: 'Mitgelieferte Bausteine',
    keepTitle: 'Wiederverwenden',
    keep: 'Als Baustein merken',
    kept: 'Der Baustein ist gemerkt. Sie finden ihn unter „Frage hinzufügen“.',
    remove: 'Entfernen',
  },
  en: {
    title: 'Blocks',
    how: 'Blocks are questions that many forms have. A form gets a copy. Later changes stay within that form.',
    own: 'Blocks of your town',
    none: 'Your town has no block of its own yet. Open a question or group and keep it as a block.',
    shipped: 'Blocks that come along',
    keepTitle: 'Use again',
    keep: 'Keep as a block',
    kept: 'The block is kept. You find it under “Add question”.',
    remove: 'Remove it',
  },
})
