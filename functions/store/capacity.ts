/** What a DynamoDB answer says it consumed. */
export interface Consumed {
  readonly CapacityUnits?: number | undefined
}

/** Counts the read and write units that the calls of one process or one request consumed. */
export function createCapacity() {
  let readUnits = 0
  let writeUnits = 0
  return {
    read(consumed: Consumed | undefined) {
      readUnits += consumed?.CapacityUnits ?? 0
    },
    write(consumed: Consumed | undefined) {
      writeUnits += consumed?.CapacityUnits ?? 0
    },
    /** Units so far. */
    total: () => ({ readUnits, writeUnits }),
    reset() {
      readUnits = 0
      writeUnits = 0
    },
  }
}

/** Counts consumed units. */
export type Capacity = ReturnType<typeof createCapacity>
