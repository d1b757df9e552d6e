/**
 * Payments over time at one rate: present value, what a later start costs, level payments. Months are twelfths of a year. Source: model
 * specification §11.2; standard annuity mathematics.
 */
import { exp, pow } from '../base/exact-math.ts'

const MONTHS_PER_YEAR = 12

/** When in its month a payment counts: in the middle, as this project does, or at the end, as bond tables do. */
export type PaymentTime = 'middle' | 'end'
const OFFSET: Readonly<Record<PaymentTime, number>> = { middle: 0.5, end: 1 }

/** Factor by which a payment in month `month` (0 for the first) counts today. */
export const discountFactor = (rate: number, month: number, at: PaymentTime = 'middle'): number => pow(1 + rate, -(month + OFFSET[at]) / MONTHS_PER_YEAR)

/** Present value of monthly payments, the first in month 0. */
export function presentValue(payments: readonly number[], rate: number, at: PaymentTime = 'middle'): number {
  return payments.reduce((sum, payment, month) => sum + payment * discountFactor(rate, month, at), 0)
}

/** What a delay of some months costs when all payments come later but none is lost. */
export const shiftedLoss = (presentUsd: number, rate: number, months: number): number => presentUsd * (1 - pow(1 + rate, -months / MONTHS_PER_YEAR))

/**
 * What it costs when the market does not wait: payments of the first months never come, the others are what they were, since prices
 * follow the calendar.
 */
export function missedLoss(payments: readonly number[], rate: number, months: number, at: PaymentTime = 'middle'): number {
  const whole = Math.floor(months)
  const part = months - whole
  return presentValue(payments.slice(0, whole), rate, at) + part * (payments[whole] ?? 0) * discountFactor(rate, whole, at)
}

/** Price after some years of steady decline: e^(−decay · years). */
export const decayed = (price: number, decay: number, years: number): number => price * exp(-decay * years)

/** Cost of a million tokens of a replica: its cost per hour over what it answers at a utilisation. */
export const usdPerMillionTokens = (usdPerReplicaHour: number, tokensPerS: number, utilisation: number): number => (usdPerReplicaHour / (3600 * tokensPerS * utilisation)) * 1e6
