// Acts of the journal in words. A kind this page does not know yet is "a change", never a raw key.
import type { ActView, JournalView, PartyView, RuleKindView } from '$lib/contract'
import { t } from '$lib/i18n'

/** What a press of undo does next: "Undo: naming 3 visitors Priya"; plainly "Undo" where there is nothing. */
export function undoWords({ undo, undo_about, undo_together }: JournalView): string {
  return undo ? t('journal.undo_act', { act: actWords(undo, undo_about, undo_together) }) : t('action.undo')
}
export function redoWords({ redo, redo_about, redo_together }: JournalView): string {
  return redo ? t('journal.redo_act', { act: actWords(redo, redo_about, redo_together) }) : t('action.redo')
}

/** Acts whose number is that of pictures or alerts, and not of those they were done to. */
const counts = ['add_pictures', 'add_person', 'acknowledge']

/** What undo or redo would do, to come after "Undo:". */
export function actWords(kind: string, about: string | null, together = 1): string {
  const name = about ?? t('journal.somebody')
  if (together > 1 && !counts.includes(kind)) return manyWords(kind, name, together)
  switch (kind) {
    case 'name_visitor':
      return t('journal.name_visitor', { name })
    case 'blacklist_visitor':
    case 'blacklist_person':
      return t('journal.blacklist', { name })
    case 'ignore_visitor':
    case 'ignore_person':
      return t('journal.ignore', { name })
    case 'merge_visitors':
    case 'merge_persons':
      return t('journal.merge_visitor', { name })
    case 'reject_visitor':
      return t('journal.reject_visitor', { name })
    case 'rename_person':
      return t('journal.rename_person', { name })
    case 'set_person_kind':
      return t('journal.set_person_kind', { name })
    case 'move_face':
      return t('journal.move_face', { name })
    case 'move_sighting':
      return t('journal.move_sighting', { name })
    case 'split_visitor':
      return t('journal.split_visitor')
    case 'set_threshold':
      return t('journal.set_threshold', { name })
    case 'confirm_sighting':
      return t('journal.confirm', { name })
    case 'set_note':
      return t('journal.set_note', { name })
    case 'add_rule':
      return t('journal.add_rule')
    case 'change_rule':
      return t('journal.change_rule')
    case 'remove_rule':
      return t('journal.remove_rule')
    case 'set_hush':
      return t('journal.set_hush')
    case 'remove_face':
      return t('journal.remove_face', { name })
    case 'add_pictures':
      return t('journal.add_pictures', { name, count: together })
    case 'add_person':
      return t('journal.add_person', { name })
    case 'acknowledge':
      return t('journal.acknowledge', { count: together })
    case 'change_camera':
      return t('journal.change_camera', { name })
    case 'remove_camera':
      return t('journal.remove_camera', { name })
    default:
      return t('journal.other')
  }
}

/** Whom a rule is about, for a sentence about the rule. */
function ruleWords(about: RuleKindView | null | undefined, name: string): string {
  switch (about) {
    case 'blacklist':
      return t('journal.about_blacklist')
    case 'strangers':
      return t('journal.about_strangers')
    case 'nobody_home':
      return t('journal.about_nobody_home')
    default:
      return name
  }
}

/** What was done to many at once. */
function manyWords(kind: string, name: string, count: number): string {
  switch (kind) {
    case 'name_visitor':
      return t('journal.name_many', { name, count })
    case 'blacklist_visitor':
      return t('journal.blacklist_many', { count })
    case 'ignore_visitor':
      return t('journal.ignore_many', { count })
    case 'merge_visitors':
      return t('journal.merge_many', { count })
    case 'split_visitor':
      return t('journal.split_many', { count })
    default:
      return t('journal.other')
  }
}

function partyWords({ name, visitor_number }: PartyView): string {
  if (name !== null) return name
  return visitor_number === null ? t('journal.somebody') : t('visitor.number', { number: visitor_number })
}

/** One act as a sentence: "Visitor 14 was named Anna". */
export function actSentence({ kind, from: one, to: other, together = 1, rule_about, camera_name }: Told): string {
  const [from, to] = [partyWords(one), partyWords(other)]
  const camera = camera_name ?? ''
  if (together > 1 && !counts.includes(kind)) return manySentence(kind, to, together)
  switch (kind) {
    case 'name_visitor':
      return t('journal.did_name', { from, to })
    case 'blacklist_visitor':
    case 'blacklist_person':
      return t('journal.did_blacklist', { to })
    case 'ignore_visitor':
    case 'ignore_person':
      return t('journal.did_ignore', { to })
    case 'set_person_kind':
      return t('journal.did_set_kind', { to })
    case 'rename_person':
      return t('journal.did_rename', { from, to })
    case 'merge_persons':
    case 'merge_visitors':
      return t('journal.did_merge', { from, to })
    case 'move_face':
      return t('journal.did_move_face', { from, to })
    case 'move_sighting':
      // A sighting of nobody begins with whom it was given to.
      return from === to ? t('journal.did_give_sighting', { to }) : t('journal.did_move_sighting', { from, to })
    case 'reject_visitor':
      return t('journal.did_reject', { from, to })
    case 'split_visitor':
      return t('journal.did_split', { from, to })
    case 'set_threshold':
      return t('journal.did_set_threshold', { to })
    case 'confirm_sighting':
      return t('journal.did_confirm', { to })
    case 'set_note':
      return t('journal.did_set_note', { to })
    case 'add_rule':
      return t('journal.did_add_rule', { whom: ruleWords(rule_about, to) })
    case 'change_rule':
      return t('journal.did_change_rule', { whom: ruleWords(rule_about, to) })
    case 'remove_rule':
      return t('journal.did_remove_rule', { whom: ruleWords(rule_about, to) })
    case 'set_hush':
      return t('journal.did_set_hush')
    case 'remove_face':
      return t('journal.did_remove_face', { to })
    case 'add_pictures':
      return t('journal.did_add_pictures', { to, count: together })
    case 'add_person':
      return t('journal.did_add_person', { to, count: together })
    case 'acknowledge':
      return t('journal.did_acknowledge', { count: together })
    case 'change_camera':
      return t('journal.did_change_camera', { camera })
    case 'remove_camera':
      return t('journal.did_remove_camera', { camera })
    default:
      return t('journal.did_other', { to })
  }
}

type Told = Pick<ActView, 'kind' | 'from' | 'to'> & Partial<Pick<ActView, 'together' | 'rule_about' | 'camera_name'>>

function manySentence(kind: string, to: string, count: number): string {
  switch (kind) {
    case 'name_visitor':
      return t('journal.did_name_many', { to, count })
    case 'blacklist_visitor':
      return t('journal.did_blacklist_many', { count })
    case 'ignore_visitor':
      return t('journal.did_ignore_many', { count })
    case 'merge_visitors':
      return t('journal.did_merge_many', { to, count })
    case 'split_visitor':
      return t('journal.did_split_many', { count })
    default:
      return t('journal.did_other', { to })
  }
}
