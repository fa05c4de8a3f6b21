"""What is measured: one list of cases, and how much of torch's time each may take.

A case builds two functions that do the same work, ours and torch's, and return the same arrays (or nothing to compare).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks.training import build_step, lenet, small_lenet, torch_lenet, torch_small_lenet
from course_lib.ops import conv, lrn, pool


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    group: str
    name: str
    build: Callable  # () -> (ours, theirs)
    target: float  # our time over torch's, at most
    memory_target: float | None = None  # MB beyond inputs and outputs, at most


def passes(forward, backward, torch_function, *shapes, **options):
    """Build a forward and backward pass in float32: ours, (out, *gradients), and the same by torch's autograd."""

    def build():
        rng = np.random.default_rng(0)
        arrays = [rng.standard_normal(shape, dtype=np.float32) for shape in shapes]
        tensors = [torch.from_numpy(array).requires_grad_() for array in arrays]
        dout = rng.standard_normal(forward(*arrays, **options)[0].shape, dtype=np.float32)

        def ours():
            out, cache = forward(*arrays, **options)
            return out, *backward(dout, cache)

        def theirs():
            out = torch_function(*tensors)
            return out.detach(), *torch.autograd.grad(out, tensors, torch.from_numpy(dout))

        return ours, theirs

    return build


def conv_case(name, images, filters, target, *, stride=1, padding=0, **more):
    """A convolution of `images` with `filters`, both given by shape."""
    options = {"stride": stride, "padding": padding}
    build = passes(
        conv.conv2d_forward,
        conv.conv2d_backward,
        lambda x, w, b: F.conv2d(x, w, b, **options),
        images,
        filters,
        filters[:1],
        **options,
    )
    return Case(more.pop("group", "conv"), name, build, target, **more)


def max_pool_case(name, images, kernel, stride, target):
    """Max pooling of `images`, given by shape."""
    forward, backward = pool.max_pool2d_forward, pool.max_pool2d_backward
    build = passes(forward, backward, lambda x: F.max_pool2d(x, kernel, stride), images, kernel=kernel, stride=stride)
    return Case("max pool", name, build, target)


def lrn_case(name, images, target):
    """AlexNet's normalisation of `images`, given by shape."""
    forward, backward = lrn.local_response_norm_forward, lrn.local_response_norm_backward
    build = passes(forward, backward, lambda x: F.local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2.0), images)
    return Case("LRN", name, build, target)


def step_case(name, make, torch_twin, images, target):
    """A training step, forward to update, on a batch of `images`, given by shape."""
    return Case("training step", name, partial(build_step, make, torch_twin, images), target)


CASES = [
    conv_case("cs231n", (100, 3, 31, 31), (25, 3, 3, 3), 0.85, stride=2, padding=1),
    conv_case("lenet1", (64, 1, 28, 28), (8, 1, 5, 5), 0.65),
    conv_case("lenet2", (64, 8, 14, 14), (16, 8, 5, 5), 1.8),
    conv_case("alex1", (8, 3, 227, 227), (96, 3, 11, 11), 0.85, stride=4),
    conv_case("alex2", (8, 96, 27, 27), (256, 96, 5, 5), 1.45, padding=2),
    conv_case("alex3", (8, 256, 13, 13), (384, 256, 3, 3), 1.65, padding=1),
    conv_case("alex2", (128, 96, 27, 27), (256, 96, 5, 5), 1.25, padding=2, group="conv, batch 128", memory_target=250),
    max_pool_case("lenet 2×2", (64, 8, 24, 24), 2, 2, 0.7),
    max_pool_case("vgg 2×2", (8, 64, 56, 56), 2, 2, 0.7),
    max_pool_case("alex1 3×3 stride 2", (8, 96, 55, 55), 3, 2, 1.1),
    max_pool_case("alex2 3×3 stride 2", (8, 256, 27, 27), 3, 2, 1.1),
    lrn_case("alex1", (8, 96, 27, 27), 0.3),
    lrn_case("alex2", (8, 256, 13, 13), 0.3),
    step_case("LeNet 28×28", lenet, torch_lenet, (64, 1, 28, 28), 1.3),
    step_case("digits 8×8", small_lenet, torch_small_lenet, (64, 1, 8, 8), 1.35),
]

MEAN_TARGETS = {"conv": 1.05}  # of a group's ratios, the geometric mean
