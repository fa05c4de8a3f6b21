"""Nets in NumPy, named, ordered and shaped as in torch.nn."""

from course_lib.nn.layer import Layer
from course_lib.nn.layers import (
    ELU,
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    LeakyReLU,
    Linear,
    LocalResponseNorm,
    Maxout,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Tanh,
)
from course_lib.nn.sequential import Sequential

__all__ = [
    "ELU",
    "AvgPool2d",
    "Conv2d",
    "Dropout",
    "Flatten",
    "Layer",
    "LeakyReLU",
    "Linear",
    "LocalResponseNorm",
    "MaxPool2d",
    "Maxout",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
]
