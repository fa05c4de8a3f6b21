"""Images a second that make_scenes draws, next to Pillow drawing one image at a time: `python -m benchmarks.scenes`.

Pillow does less: one car of twelve parts drawn four times as large, its blurred shadow, a ramp behind it, grain; no
waves, clouds, distractors, shading of edges or tint. One thread, processor time, in turns, medians.
"""

import json
import platform
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from benchmarks.measure import cpu_times
from course_lib.data import make_scenes

RESULTS = Path(__file__).parents[1] / "build" / "benchmarks-scenes.json"
BATCHES = {32: 1280, 64: 320, 256: 40}  # size -> images a call


def draw_with_pillow(size, rng):
    """Return one car, (size, size, 3), uint8."""
    big = 4 * size
    thing = Image.new("RGBA", (big, big))
    _draw_car(ImageDraw.Draw(thing), big * rng.uniform(0.4, 0.85) / 2, _colors(rng, 3))
    thing = thing.rotate(
        rng.uniform(-34, 34), Image.Resampling.BILINEAR, translate=tuple(rng.uniform(-0.1, 0.1, 2) * big)
    )
    thing = (ImageOps.mirror(thing) if rng.random() < 0.5 else thing).reduce(4)
    ramp = Image.linear_gradient("L").rotate(rng.uniform(0, 360)).resize((size, size))
    image = ImageOps.colorize(ramp, *_colors(rng, 2))
    shadow = thing.getchannel("A").filter(ImageFilter.GaussianBlur(0.05 * size)).point(lambda alpha: alpha // 2)
    image.paste("black", (round(0.06 * size), round(0.06 * size)), shadow)
    image.paste(thing, (0, 0), thing)
    grain = rng.uniform(0, 20) * rng.standard_normal((size, size, 1), dtype=np.float32)
    return np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8)


def _draw_car(pen, unit, colors):
    """Draw twelve parts round the middle of the picture, one unit in half its width."""

    def at(*numbers):
        return [pen.im.size[0] / 2 + unit * number for number in numbers]

    paint, glass, band = colors
    pen.polygon(at(-0.6, 0.1, -0.4, -0.45, 0.3, -0.45, 0.6, 0.1), fill=paint)
    pen.polygon(at(-0.45, 0, -0.33, -0.36, -0.08, -0.36, -0.08, 0), fill=glass)
    pen.polygon(at(0, 0, 0, -0.36, 0.25, -0.36, 0.45, 0), fill=glass)
    pen.rounded_rectangle(at(-0.92, -0.08, 0.92, 0.38), 0.14 * unit, fill=paint)
    pen.rectangle(at(-0.9, 0.11, 0.9, 0.16), fill=band)
    pen.ellipse(at(0.77, -0.01, 0.91, 0.13), fill="yellow")
    pen.rectangle(at(-0.93, -0.01, -0.83, 0.13), fill="red")
    for x in (-0.52, 0.52):
        pen.ellipse(at(x - 0.24, 0.16, x + 0.24, 0.64), fill="black")
        pen.ellipse(at(x - 0.11, 0.29, x + 0.11, 0.51), fill="silver")
    pen.line(at(-0.04, 0, -0.04, 0.35), fill=band, width=max(1, round(0.02 * unit)))


def _colors(rng, count):
    return [
        f"hsv({rng.uniform(0, 360):.0f},{rng.uniform(30, 90):.0f}%,{rng.uniform(50, 100):.0f}%)" for _ in range(count)
    ]


def main():
    print(f"{'size':>5}{'ours, images/s':>18}{'Pillow, images/s':>18}{'ratio':>8}")
    rows = []
    for size, count in BATCHES.items():
        rng = np.random.default_rng(0)
        sides = [lambda: make_scenes(count, size=size), lambda: draw_with_pillow(size, rng)]  # noqa: B023
        for side in sides:
            side()
        ours, pillow = cpu_times(sides, seconds=6)
        rows.append({"size": size, "ours_per_s": count / ours, "pillow_per_s": 1 / pillow})
        print(f"{size:>5}{count / ours:>18.0f}{1 / pillow:>18.0f}{count / ours * pillow:>8.1f}", flush=True)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "pillow": PIL.__version__}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"versions": versions, "machine": platform.machine(), "rows": rows}, indent=1), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
