// Acts of the journal in words. A kind this page does not know yet is "the last change", never a raw key.
import { t } from '$lib/i18n'

export function actWords(kind: string, about: string | null): string {
  const name = about ?? t('journal.somebody')
  switch (kind) {
    case 'name_visitor':
      return t('journal.name_visitor', { name })
    case 'blacklist_visitor':
    case 'blacklist_person':
      return t('journal.blacklist', { name })
    case 'ignore_visitor':
    case 'ignore_person':
      return t('journal.ignore', { name })
    case 'merge_visitor':
    case 'merge_visitors':
      return t('journal.merge_visitor', { name })
    case 'reject_visitor':
      return t('journal.reject_visitor', { name })
    case 'rename_person':
      return t('journal.rename_person', { name })
    case 'set_person_kind':
      return t('journal.set_person_kind', { name })
    case 'remove_face':
      return t('journal.remove_face', { name })
    case 'add_person':
      return t('journal.add_person', { name })
    case 'add_pictures':
      return t('journal.add_pictures', { name })
    default:
      return t('journal.other')
  }
}
