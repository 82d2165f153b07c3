import { fieldByName } from "../telegram/catalogue/catalogue";
import type { FieldGroup } from "../telegram/catalogue/field";
import { DELIVERED } from "../telegram/catalogue/mbus";
import type { Device, Medium, Telegram } from "../telegram/types";
import { own } from "./names";
import type { SelectedField } from "./types";

/** The reading behind a field of gas, water or heat. */
export interface Metered {
  /** The reading's own time, epoch ms; absent if the device gave none, or none that can be read. */
  readonly time?: number;
  /** Equipment id of the device. */
  readonly id?: string;
}

const GROUPS: readonly (FieldGroup | undefined)[] = ["gas", "water", "heat"];
const MEDIA: readonly (Medium | undefined)[] = ["gas", "water", "warm_water", "heat", "cooling"];

/** The code of a reading, with the device's channel. */
const MBUS_CODE = /^0-(\d{1,3}):24\./;
/** The end of a second device's field name, with its channel. */
const ON_CHANNEL = /_ch(\d{1,3})$/;

/** The reading that a field comes from; undefined if it is not one of gas, water or heat. */
export function meteredBy(field: SelectedField, telegram: Telegram): Metered | undefined {
  const device = deviceOf(field, telegram.devices);
  const group = field.field === undefined ? undefined : fieldByName(field.field)?.group;
  if (!GROUPS.includes(group) && !MEDIA.includes(device?.medium)) return undefined;
  const object = field.code === undefined ? undefined : own(telegram.objects, field.code);
  const time = Date.parse(object?.timestamp ?? device?.timestamp ?? "");
  return { ...(!Number.isNaN(time) && { time }), ...(device?.id !== undefined && { id: device.id }) };
}

function deviceOf({ field = "", code = "" }: SelectedField, devices: readonly Device[]): Device | undefined {
  const channel = MBUS_CODE.exec(code)?.[1] ?? ON_CHANNEL.exec(field)?.[1];
  if (channel !== undefined) return devices.find((device) => device.channel === Number(channel));
  // A name without a channel is that of the live device on the lowest channel.
  return devices
    .filter(
      ({ status, value, medium }) => status === "live" && value !== undefined && DELIVERED[medium]?.name === field,
    )
    .sort((one, other) => one.channel - other.channel)[0];
}
