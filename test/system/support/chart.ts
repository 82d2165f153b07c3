import type { Page } from "playwright-core";

/** A row of pixels of a chart on which a line of the colour runs level. */
export interface Level {
  /** Pixels from the top of the chart. */
  readonly row: number;
  /** Pixels of the line in it. */
  readonly width: number;
}

/** The lines of the chart in the example "2 - Power on a chart": from the grid, to the grid. */
export const chartColours = ["#d95f0e", "#2c8c4a"] as const;

/** Above it stands the legend, which has the lines' colours too. */
const LEGEND = 40;

/** Where a chart's canvas has level pieces of a line of that colour ("#d95f0e"), from the top; at least `width` pixels long. */
export function levels(page: Page, widget: string, colour: string, width: number): Promise<Level[]> {
  return page.locator(`#nrdb-ui-widget-${widget} canvas`).evaluate(
    (element, { rgb, width, top }) => {
      const canvas = element as unknown as {
        width: number;
        height: number;
        getContext(kind: "2d"): {
          getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
        };
      };
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      const found: { row: number; width: number }[] = [];
      for (let row = top; row < canvas.height; row++) {
        let pixels = 0;
        for (let x = 0; x < canvas.width; x++) {
          const at = (row * canvas.width + x) * 4;
          if (rgb.every((part, i) => Math.abs(data[at + i]! - part) < 12)) pixels++;
        }
        if (pixels >= width) found.push({ row, width: pixels });
      }
      return found;
    },
    { rgb: [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)), width, top: LEGEND },
  );
}
