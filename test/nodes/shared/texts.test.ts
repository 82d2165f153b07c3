import assert from "node:assert/strict";
import { tcpError } from "../../../lib/source/tcp-errors";
import { sentence, translator } from "../../../lib/texts/texts";
import { p1InProblem } from "../../../nodes/p1-in/options";
import { hintText, problemSentence, problemText, shortHint } from "../../../nodes/shared/texts";
import { nodeTexts } from "../texts";

/** A language with its own word order, and with spaces before its colons. */
const other = translator({
  "p1-in": { label: { port: "Puerto" } },
  invalid: { range: "de __allowed__ : __option__, no __value__" },
  hint: { ECONNREFUSED: "rehúsa __to__ : mire si escucha", unplugged: "falta __path__: enchúfelo" },
});

describe("a setting that cannot be used", () => {
  const problem = p1InProblem("port", 70000, { connection: "tcp", line: "auto", profile: "" })!;

  it("is called by its label in the dialog, in the language asked for", () => {
    assert.equal(problemText(problem, "p1-in", other), "de 1 – 65535 : Puerto, no 70000");
    assert.equal(problemText(problem, "p1-in", nodeTexts()), "Port is 70000: it must be 1 – 65535");
  });

  it("is called by its name in the flow file if no language is asked for", () => {
    assert.equal(problemSentence(problem), "port is 70000: it must be 1 – 65535");
  });

  it("is named with its row", () => {
    assert.equal(problemSentence({ ...problem, row: "power_net" }), "power_net: port is 70000: it must be 1 – 65535");
  });

  it("is cut if its value is long", () => {
    assert.ok(problemSentence({ ...problem, value: "9".repeat(5000) }).length < 100);
  });
});

describe("a connection's hint", () => {
  const refused = tcpError("10.0.0.5:23", { code: "ECONNREFUSED" });

  it("is in the language asked for, whole or in short", () => {
    assert.equal(hintText(refused, other), "rehúsa 10.0.0.5:23 : mire si escucha");
    assert.equal(shortHint(refused, other), "rehúsa 10.0.0.5:23");
  });

  it("is in English if that language has no text for it", () => {
    const silent = sentence("nothing-comes");
    assert.equal(hintText(silent, other), silent.text);
    assert.equal(shortHint(silent, other), "nothing arrives");
    assert.equal(shortHint({ code: "__proto__", text: "odd: do this" }, other), "odd");
  });

  it("is the English sentence itself in English", () => {
    assert.equal(hintText(refused, nodeTexts()), refused.text);
  });

  it("has only the end of a long path in a status", () => {
    const path = `/dev/serial/by-id/${"x".repeat(5000)}-port0`;
    assert.match(shortHint(sentence("unplugged", { path }), other), /^falta …x+-port0$/);
    assert.ok(shortHint(sentence("unplugged", { path }), other).length < 40);
  });
});
