// What forms answer to whoever installs service packages and keeps the catalogue.
import type { LinkForm } from '../../../contracts/online-forms.ts'
import type { CheckPart, CurrentPart, InstallPart, TryPart } from '../../../contracts/package-parts.ts'
import { type Offer, offer } from '../../../kernel/module.ts'
import { checkPart, currentPart, installPart, linkForm } from './part.ts'
import { tryPart } from './try-part.ts'

export const packageOffers: readonly Offer[] = [
  offer<CheckPart>('check-package-part', 1, async (_town, asked) => checkPart(asked, new Date())),
  offer<InstallPart>('install-package-part', 1, (town, asked, house) =>
    installPart(town, house.offers(town, 'receive-submission'), asked),
  ),
  offer<CurrentPart>('current-package-part', 1, (_town, asked) => currentPart(asked)),
  offer<TryPart>('try-package-part', 1, async (_town, asked) => tryPart(asked)),
  offer<LinkForm>('link-form', 1, (_town, asked) => linkForm(asked)),
]
