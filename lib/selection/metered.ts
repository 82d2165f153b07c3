import type { FieldGroup } from "../telegram/field";
import { DELIVERED } from "../telegram/mbus-media";
import type { Device, Medium, Telegram } from "../telegram/types";
import { fieldByName } from "../telegram/catalogue";
import { own } from "./names";
import type { SelectedField } from "./types";

/** What is known of the reading behind a field of gas, water or heat. */
export interface Metered {
  /** The reading's own time, epoch ms; absent where the device gave none that can be read. */
  readonly time?: number;
  /** Equipment id of the device that was read. */
  readonly id?: string;
}

const GROUPS: readonly (FieldGroup | undefined)[] = ["gas", "water", "heat"];
const MEDIA: readonly (Medium | undefined)[] = ["gas", "water", "warm_water", "heat", "cooling"];

const MBUS_CODE = /^0-(\d{1,3}):24\./;
const ON_CHANNEL = /_ch(\d{1,3})$/;

/** The reading a field stands for; undefined where it is none of gas, water or heat. */
export function meteredBy(field: SelectedField, telegram: Telegram): Metered | undefined {
  const device = deviceOf(field, telegram.devices);
  const group = field.field === undefined ? undefined : fieldByName(field.field)?.group;
  if (!GROUPS.includes(group) && !MEDIA.includes(device?.medium)) return undefined;
  const line = field.code === undefined ? undefined : own(telegram.objects, field.code);
  const time = Date.parse(line?.timestamp ?? device?.timestamp ?? "");
  return { ...(!Number.isNaN(time) && { time }), ...(device?.id !== undefined && { id: device.id }) };
}

function deviceOf({ field = "", code = "" }: SelectedField, devices: readonly Device[]): Device | undefined {
  const channel = MBUS_CODE.exec(code)?.[1] ?? ON_CHANNEL.exec(field)?.[1];
  if (channel !== undefined) return devices.find((device) => device.channel === Number(channel));
  // The live device on the lowest channel gives a medium's plain name.
  return devices
    .filter(
      (device) => device.status === "live" && device.value !== undefined && DELIVERED[device.medium]?.name === field,
    )
    .sort((one, other) => one.channel - other.channel)[0];
}
