import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020";

/** The shipped schema of a telegram. */
export const telegramSchema = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "lib", "telegram", "telegram.schema.json"), "utf8"),
) as Record<string, unknown>;

const validate = new Ajv({ allowUnionTypes: true, allErrors: true }).compile(telegramSchema);

/** Fails unless `payload` is a telegram by the shipped schema, and plain JSON: equal to its own round trip. */
export function assertTelegram(payload: unknown): void {
  if (!validate(payload)) {
    const [first] = validate.errors!;
    assert.fail(`${first!.instancePath} ${first!.message!}: ${JSON.stringify(payload).slice(0, 2000)}`);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(payload)), payload);
}
