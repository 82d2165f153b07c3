import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import type { Owner } from "./owner";

export interface Published {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** What is published on a broker, as another program sees it. */
export class Subscriber {
  readonly #published: Published[] = [];
  readonly #watchers = new Set<() => void>();

  private constructor(private readonly client: MqttClient) {}

  static async connect(
    owner: Owner,
    port: number,
    topics: string[],
    options: IClientOptions = {},
  ): Promise<Subscriber> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion: 5, ...options });
    const subscriber = new Subscriber(client);
    owner.owns(() => client.endAsync(true));
    client.on("message", (topic, payload, { retain }) => {
      subscriber.#published.push({ topic, payload, retain });
      subscriber.#watchers.forEach((look) => look());
    });
    if (topics.length > 0) await client.subscribeAsync(topics, { qos: 1 });
    return subscriber;
  }

  /** Publishes with QoS 1, and waits until the broker has it. */
  async publish(topic: string, payload: string | Buffer): Promise<void> {
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  /** The latest message on each topic. */
  get latest(): ReadonlyMap<string, Published> {
    return new Map(this.#published.map((message) => [message.topic, message]));
  }

  /** Waits until what came so far fits; fails after `timeout` ms. */
  until(what: string, fits: (latest: ReadonlyMap<string, Published>) => boolean, timeout = 40_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        act();
      };
      const look = () => {
        if (fits(this.latest)) settle(resolve);
      };
      const timer = setTimeout(() => {
        const topics = [...this.latest].map(([topic, { payload }]) => `${topic} ${payload.toString()}`);
        settle(() => reject(new Error(`${what} did not come. There is:\n${topics.join("\n")}`)));
      }, timeout);
      this.#watchers.add(look);
      look();
    });
  }
}
