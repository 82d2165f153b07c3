// Mocha's own report; its counts as a line "passed failed" appended to the file that P1_RESULTS names, and what failed
// appended to the file that P1_FAILURES names, to be shown again where a long log ends.
const { appendFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** Lines that are shown of an error's message, and frames of its stack. */
const [LINES, FRAMES] = [30, 10];

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { P1_RESULTS, P1_FAILURES } = process.env;
    if (P1_FAILURES)
      runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => appendFileSync(P1_FAILURES, told(test, error)));
    if (P1_RESULTS)
      runner.once(Runner.constants.EVENT_RUN_END, () =>
        appendFileSync(P1_RESULTS, `${this.stats.passes} ${this.stats.failures}\n`),
      );
  }
};

/** A failed test's full title, its error as far as it fits, and where it was thrown. */
function told(test, error) {
  const frames = String(error?.stack).match(/^ +at .*$/gm) ?? [];
  const message = `${error?.name ?? "Error"}: ${error?.message ?? error}`.split("\n");
  return ["", test.fullTitle(), ...message.slice(0, LINES), ...frames.slice(0, FRAMES), ""].join("\n");
}
