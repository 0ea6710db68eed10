// How the fake refuses, and how it looks things up. Owns nothing.
import type { ApiError, ErrorCode } from '$lib/contract'

export function refusal(code: ErrorCode, message: string, trouble: ApiError['trouble'] = null): ApiError {
  return { code, message, trouble }
}

export function found<T extends { id: number }>(list: T[], id: number): T {
  const it = list.find((one) => one.id === id)
  if (!it) throw refusal('not_found', `there is no ${id}`)
  return it
}
