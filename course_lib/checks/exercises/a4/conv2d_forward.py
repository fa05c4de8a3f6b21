"""Assignment A4: convolution of a batch."""

import numpy as np

from course_lib.checks.catalogue import register
from course_lib.checks.engine.exercise import Case, Exercise, slips
from course_lib.checks.exercises.a4.by_places import BY_PLACES, FOUR, PAD, SIDES
from course_lib.checks.exercises.a4.images import NO_CACHE, SWAPPED, convolutions, draw_convolution
from course_lib.checks.exercises.a4.windows import SLICE_SLIPS, edges
from course_lib.ops import conv
from course_lib.ops.conv import conv_output_size


def conv2d_forward(x, w, b, *, stride=1, padding=0):
    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape
    oh, ow = conv_output_size(height, kh, stride, padding), conv_output_size(width, kw, stride, padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((n, f, oh * ow), x.dtype)
    for i in range(kh):
        for j in range(kw):  # the pixels that this weight of every filter meets
            met = padded[:, :, i : i + stride * oh : stride, j : j + stride * ow : stride]
            out += w[:, :, i, j] @ met.reshape(n, c, oh * ow)  # (F, C) @ (N, C, OH·OW)
    out += b[:, None]
    return out.reshape(n, f, oh, ow), (x, w, stride, padding)


def cases(rng):
    return [Case(title, draw_convolution(rng, *sizes), sizes[2]) for title, *sizes in convolutions(rng)]


START = "    (n, c, height, width), (f, _, kh, kw) = x.shape, w.shape\n"
WEIGHT, MET, BIAS = "w[:, :, i, j] @", "met.reshape(n, c, oh * ow)", "    out += b[:, None]\n"
RESULT = "return out.reshape(n, f, oh, ow), (x, w, stride, padding)"
CHANNELS = "the channels of x and of w do not meet: channel c of a filter lies on channel c of the image."
MISTAKES = slips(
    conv2d_forward,
    (BIAS, "", "the biases are missing: each filter adds its own, b[f], at every place."),
    (BIAS, "    out -= b[:, None]\n", "the biases are subtracted. Add them."),
    (BIAS, "    out += b[0]\n", "every filter gets the first bias. Each has its own, b[f]."),
    (BIAS, "    out += b.sum()\n", "the biases are added up. Each filter adds its own alone."),
    (WEIGHT, "w[:, :, kh - 1 - i, kw - 1 - j] @",
     "the filters are turned by 180 degrees. A filter lies on the image as it is: weight (0, 0) at the upper left."),
    (WEIGHT, "w[:, :, i, kw - 1 - j] @", "the filters are mirrored, left and right exchanged."),
    (WEIGHT, "w[:, :, kh - 1 - i, j] @", "the filters are mirrored, top and bottom exchanged."),
    (START, f"{START}    padding = 0\n", "the padding is ignored: put that many zeros on each of the four sides."),
    (START, f"{START}    stride = 1\n", "the stride is ignored: from one place to the next are stride pixels."),
    (START, f"{START}    stride = 2\n", "the stride is always 2. Take the one that is asked for."),
    (START, f"{START}    padding = 2 * padding\n", "twice as many zeros as asked for: padding counts one side."),
    *SLICE_SLIPS,
    (PAD, "((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0))", f"all zeros are above and on the left. {FOUR}"),
    (PAD, "((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))", f"all zeros are below and on the right. {FOUR}"),
    (PAD, f"{PAD}, mode='edge'", "the padding repeats the border's pixels. It is zeros."),
    (PAD, f"{PAD}, constant_values=1", "the padding is ones. It is zeros."),
    (f"@ {MET}", f"@ {MET} / (kh * kw)", "this is the mean over the window. Add up the products, without dividing."),
    (f"@ {MET}", f"@ {MET} / (c * kh * kw)", "this is the mean of the products. Add them up, without dividing."),
    (f"@ {MET}", f"@ {MET} / c", "this is the mean over the channels. Add up over them."),
    (f"{WEIGHT} {MET}", "w[:, :1, i, j] @ met[:, :1].reshape(n, 1, oh * ow)",
     "only the first channel is used. Each filter has weights for all C, and its output is the sum over them."),
    (f"{WEIGHT} {MET}", f"w[:, :1, i, j] @ {MET}[:, -1:]", CHANNELS),
    (WEIGHT, "w[:, ::-1, i, j] @", CHANNELS),
    (WEIGHT, "np.repeat(w[:1, :, i, j], f, axis=0) @", "every filter is the first one. There are F of them."),
    (MET, "np.repeat(met[:1], n, axis=0).reshape(n, c, oh * ow)", "every image is the first one. There are N of them."),
    ("out += w", "out = w", "only the last term is kept: each weight, channel or place has to be added, with +=."),
    ("out += w", "out -= w", "the products are subtracted. Add them up."),
    (RESULT, f"out = np.maximum(out, 0)\n    {RESULT}", "negative results become 0. ReLU is a layer of its own."),
    *edges("i in range(kh)", "j in range(kw)", "the filters"),
    ("    for i in range(kh):\n", "    kh = kw\n    for i in range(kh):\n", SIDES),
    ("    for i in range(kh):\n", "    kw = kh\n    for i in range(kh):\n", SIDES),
    (RESULT, "return out.reshape(n, f, oh, ow)", NO_CACHE),
    (RESULT, "return (x, w, stride, padding), out.reshape(n, f, oh, ow)", SWAPPED),
    ("reshape(n, f, oh, ow)", "reshape(n, f, ow, oh)", "height and width of out are exchanged: (N, F, OH, OW)."),
    ("out.reshape(n, f, oh, ow)", "out", "out has to be a picture for each filter again: (N, F, OH, OW)."),
)  # fmt: skip

register(
    Exercise(
        conv.conv2d_forward, ("out", "cache"), cases, conv2d_forward, mistakes=(*MISTAKES, *BY_PLACES), own=("cache",)
    )
)
