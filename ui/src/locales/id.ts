// Every word of the window in Indonesian, from the files of `id/`. How it speaks to the owner is in docs/style.md.
import { alerts } from './id/alerts'
import { cameras } from './id/cameras'
import { health } from './id/health'
import { house } from './id/house'
import { imports } from './id/import'
import { keeping } from './id/keeping'
import { live } from './id/live'
import { packs } from './id/packs'
import { people } from './id/people'
import { teach } from './id/teach'
import { timeline } from './id/timeline'
import { visitors } from './id/visitors'
import { weekly } from './id/weekly'
import { who } from './id/who'
import { window } from './id/window'

export const id = {
  ...alerts,
  ...cameras,
  ...health,
  ...house,
  ...imports,
  ...keeping,
  ...live,
  ...packs,
  ...people,
  ...teach,
  ...timeline,
  ...visitors,
  ...weekly,
  ...who,
  ...window,
}
