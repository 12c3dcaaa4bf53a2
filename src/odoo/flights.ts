import { VitrineError } from '../errors/vitrine-error'
import type { Scope } from './scope'
import { untilFallen } from './scope'

/** One request for all who ask for the same thing at the same time. */
export interface Flights<T> {
  /**
   * Joins the flight of `key`, or starts it. A caller that gives up leaves alone; the flight is aborted when the last has left.
   * Nothing is kept once the flight has landed.
   */
  readonly join: (key: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) => Promise<T>
}

interface Flight<T> {
  readonly landing: Promise<T>
  readonly scope: Scope
  passengers: number
}

export function createFlights<T>(openFlightScope: () => Scope): Flights<T> {
  const flights = new Map<string, Flight<T>>()

  const depart = (key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const scope = openFlightScope()
    const landing = start(scope.signal).finally(() => {
      scope.end()
      if (flights.get(key) === flight) flights.delete(key)
    })
    // When every passenger has left, nobody else hears how it ended.
    landing.catch(() => undefined)
    const flight: Flight<T> = { landing, scope, passengers: 0 }
    flights.set(key, flight)
    return flight
  }

  return {
    join: async (key, start, signal) => {
      const flight = flights.get(key) ?? depart(key, start)
      flight.passengers += 1
      try {
        return await untilFallen(flight.landing, signal)
      } finally {
        flight.passengers -= 1
        if (flight.passengers === 0) {
          if (flights.get(key) === flight) flights.delete(key)
          // No effect on a flight that has landed.
          flight.scope.abort(new VitrineError('cancelled', { id: 'odoo.cancelled' }))
        }
      }
    },
  }
}
