import { describe, expect, it } from "vitest";

import { newPath } from "./surface";
import { SvgSurface } from "./svg";

const TOOLS = {
  measure: (text: string, font: string) =>
    text.length * parseFloat(/[\d.]+/.exec(font)?.[0] ?? "0"),
  png: (_: unknown, width: number, height: number) => `data:image/png;base64,${width}x${height}`,
};

const drawn = (draw: (surface: SvgSurface) => void): string => {
  const surface = new SvgSurface(TOOLS);
  draw(surface);
  return surface.file(680, 340, "Field & ions");
};

describe("drawings as SVG", () => {
  it("have the size of print", () => {
    const file = drawn(() => undefined);
    expect(file).toContain('width="179.92mm" height="89.96mm" viewBox="0 0 680 340"');
    expect(file).toContain("<title>Field &amp; ions</title>");
  });

  it("keep text as text, where a canvas would have it", () => {
    const file = drawn((s) => {
      s.font = '600 10px system-ui, "Segoe UI"';
      s.textAlign = "right";
      s.textBaseline = "middle";
      s.fillStyle = "rgba(27, 31, 36, 0.5)";
      s.fillText('|B| < 5 "nT"', 40, 20);
    });
    expect(file).toContain(">|B| &lt; 5 &quot;nT&quot;</text>");
    expect(file).toContain('x="40" y="23.5" text-anchor="end"');
    expect(file).toContain('font-size="10" font-weight="600" fill="#1b1f24" fill-opacity="0.5"');
  });

  it("squeeze a text that is longer than its room", () => {
    const file = drawn((s) => s.fillText("0123456789", 0, 0, 50));
    expect(file).toContain('textLength="50"');
  });

  it("draw paths within clips, until they are restored", () => {
    const file = drawn((s) => {
      s.save();
      s.beginPath();
      s.rect(0, 0, 100, 50);
      s.clip();
      s.setLineDash([6, 3]);
      const path = newPath(s);
      path.moveTo(1, 2.004);
      path.lineTo(3, 4);
      s.stroke(path);
      s.restore();
      s.fillRect(0, 0, 1, 1);
    });
    expect(file).toContain('<clipPath id="clip-1"><path d="M0 0h100v50h-100Z"/></clipPath>');
    expect(file).toMatch(/stroke-dasharray="6 3" d="M1 2L3 4" clip-path="url\(#clip-1\)"/);
    expect(file).toContain('<path fill="#000" d="M0 0h1v1h-1Z"></path>');
  });

  it("turn what is drawn turned", () => {
    const file = drawn((s) => {
      s.save();
      s.translate(10, 20);
      s.rotate(-Math.PI / 2);
      s.fillText("nT", 0, 0);
      s.restore();
    });
    expect(file).toContain('transform="translate(10 20) rotate(-90)"');
  });

  it("hold pictures and gradients in themselves", () => {
    const file = drawn((s) => {
      const gradient = s.createLinearGradient(0, 10, 0, 0);
      gradient.addColorStop(0.5, "rgb(1,2,3)");
      s.fillStyle = gradient;
      s.fillRect(0, 0, 5, 10);
      s.drawImage({} as CanvasImageSource, 0, 0, 20, 30, 1, 2, 10, 15);
    });
    expect(file).toContain('<stop offset="0.5" stop-color="#010203"/>');
    expect(file).toContain('fill="url(#gradient-1)"');
    expect(file).toContain('href="data:image/png;base64,20x30"');
  });

  it("leave out what was not drawn", () => {
    expect(drawn((s) => s.stroke(newPath(s)))).not.toContain("<path");
  });
});
