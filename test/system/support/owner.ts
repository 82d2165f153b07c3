type Release = () => Promise<void> | void;

/** What a test started: ended in reverse order when the test or its suite ends, also after a failure. */
export class Owner {
  readonly #releases: Release[] = [];

  owns(release: Release): void {
    this.#releases.push(release);
  }

  async release(): Promise<void> {
    const failures: unknown[] = [];
    for (let release = this.#releases.pop(); release; release = this.#releases.pop()) {
      try {
        await release();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** An owner whose things last for one test. Call it inside `describe`. */
export function ownerOfEachTest(): Owner {
  const owner = new Owner();
  afterEach("ends what the test started", async function () {
    this.timeout(60_000);
    await owner.release();
  });
  return owner;
}

/** An owner whose things last for the whole suite. Call it inside `describe`. */
export function ownerOfSuite(): Owner {
  const owner = new Owner();
  after("ends what the suite started", async function () {
    this.timeout(60_000);
    await owner.release();
  });
  return owner;
}
