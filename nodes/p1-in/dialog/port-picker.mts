import { hintText } from "../../shared/texts";
import { type EditorNode, editorTexts } from "../../shared/validate.mjs";
import type { OfferedPort, SerialPortsAnswer } from "../serial-ports";
import { field, text } from "./form.mjs";
import { bestName, matchingPorts, portOf, portProperties, type PortUser, usersOf } from "./port-users";

interface Item {
  readonly value: string;
  readonly port: OfferedPort;
}

/**
 * Offers the serial ports of the computer that Node-RED runs on, as a jQuery UI list, which is part of the editor. The
 * button or the arrow keys open it, and typing filters it. Any other path can be typed.
 */
export function offerPorts(node: EditorNode): void {
  const input = field("path");
  let ports: readonly OfferedPort[] = [];
  const look = async (): Promise<void> => {
    const answer = await askForPorts();
    ports = answer?.ports ?? [];
    $("#p1-in-ports").text(noteOn(node, answer));
    showUsers();
  };
  const showUsers = (): void => {
    const port = portOf(text(input.val()).trim(), ports);
    const users = port ? usersOf(port, portUsers(), node.id) : otherUsersOf(text(input.val()).trim(), node.id);
    $("#p1-in-ports-users").text(users.length > 0 ? node._("p1-in.ports.shared", { users: users.join(", ") }) : "");
  };

  input.autocomplete({
    minLength: 0,
    delay: 0,
    classes: { "ui-autocomplete": "p1-in-ports-menu" },
    source: ({ term }, respond) =>
      respond(matchingPorts(term, ports).map((port): Item => ({ value: bestName(port), port }))),
    select: (_, { item }) => {
      input.val(item.value).trigger("change");
      return false;
    },
    open: () => input.attr("aria-expanded", "true"),
    close: () => input.attr("aria-expanded", "false"),
  });
  const list = input.autocomplete("instance");
  list._renderItem = (menu, item) => renderItem(node, item as Item).appendTo(menu);
  list._resizeMenu = () => void list.menu.element.outerWidth($(".p1-in-wide").outerWidth() ?? 300);
  list.menu.element.attr({ role: "listbox", "aria-label": node._("p1-in.ports.show") });
  input.attr("aria-controls", list.menu.element.attr("id") ?? "");

  $("#p1-in-ports-show").on("click", () => {
    void look().then(() => {
      input.trigger("focus");
      input.autocomplete("search", "");
    });
  });
  input.on("input change", showUsers);
  void look();
}

/** Undefined if the server does not answer. */
async function askForPorts(): Promise<SerialPortsAnswer | undefined> {
  try {
    return (await $.getJSON("node-red-p1-dsmr/serial-ports")) as SerialPortsAnswer;
  } catch {
    return undefined;
  }
}

function noteOn(node: EditorNode, answer: SerialPortsAnswer | undefined): string {
  if (!answer) return node._("p1-in.ports.unknown");
  const { ports, reason } = answer;
  if (reason) return hintText(reason, editorTexts(node));
  return node._(`p1-in.ports.${ports.length > 0 ? "found" : "none"}`, { ports: ports.length });
}

function renderItem(node: EditorNode, { port }: Item): JQuery {
  const { path, byId, manufacturer } = port;
  const users = usersOf(port, portUsers(), node.id).map((name) => node._("p1-in.ports.usedBy", { name }));
  const more = [byId, ...users].filter((line) => line !== undefined);
  const wrapper = $("<div>").append($("<div>").text(manufacturer ? `${path} · ${manufacturer}` : path));
  for (const line of more) wrapper.append($("<div>", { class: "p1-in-port-more" }).text(line));
  return $("<li>", { role: "option" }).append(wrapper);
}

/** The nodes in the editor that are set to a serial port, deployed or not. */
function portUsers(): PortUser[] {
  const users: PortUser[] = [];
  RED.nodes.eachConfig((config) => {
    const node = config as unknown as Record<string, unknown>;
    const property = portProperties[text(node.type)];
    const serial = node.type !== "p1-in" || (text(node.connection) || "serial") === "serial";
    if (property !== undefined && serial) {
      users.push({ id: text(node.id), type: text(node.type), name: text(node.name), path: text(node[property]) });
    }
    return true;
  });
  return users;
}

/** The users of a port that is not listed: it can only be found by its path. */
function otherUsersOf(path: string, own: string): string[] {
  return path === "" ? [] : usersOf({ path, usedBy: [] }, portUsers(), own);
}
