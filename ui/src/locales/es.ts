// Every word of the window in Spanish, from the files of `es/`. How it speaks to the owner is in docs/style.md.
import { alerts } from './es/alerts'
import { cameras } from './es/cameras'
import { health } from './es/health'
import { house } from './es/house'
import { imports } from './es/import'
import { keeping } from './es/keeping'
import { live } from './es/live'
import { packs } from './es/packs'
import { people } from './es/people'
import { teach } from './es/teach'
import { timeline } from './es/timeline'
import { visitors } from './es/visitors'
import { weekly } from './es/weekly'
import { who } from './es/who'
import { window } from './es/window'

export const es = {
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
