// The contract with the program, under the names this page uses. The types themselves are generated beside this file.
import type { ApiError, Commands } from './contract'

export type * from './contract'

/** The name of a command. */
export type CommandName = keyof Commands
/** What a command takes. */
export type Request<K extends CommandName> = Commands[K]['request']
/** What a command gives. */
export type Reply<K extends CommandName> = Commands[K]['reply']

/** Whether something thrown is a refusal of the program. */
export function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}
