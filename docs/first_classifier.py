"""Draw the picture at the top of the README: `python docs/first_classifier.py`."""

from functools import partial
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("agg")

import matplotlib.pyplot as plt

from course_lib import nn, optim, plotting
from course_lib.data import load_digits
from course_lib.ops.losses import cross_entropy_loss
from course_lib.train import fit


def main():
    plotting.set_style()
    (x, y), (x_test, y_test) = load_digits()
    rng = np.random.default_rng(0)
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 10, rng=rng))
    settings = {"update": partial(optim.sgd, lr=0.5), "epochs": 30, "batch_size": 32, "progress": False}
    history = fit(net, x, y, loss=cross_entropy_loss, rng=rng, validation=(x_test, y_test), **settings)

    left, middle, right = plt.figure(figsize=(10, 2.9), layout="constrained").subfigures(1, 3, width_ratios=[1, 1.1, 1])
    firsts = [int(np.argmax(y == digit)) for digit in range(10)]
    _tiles(left, x[firsts, 0], "1,438 digits to learn from", cmap="gray_r")
    ax = middle.subplots()
    losses = {"training": history["loss"], "held-out": history["val_loss"]}
    plotting.show_curves(losses, xlabel="epoch", ylabel="cross entropy (nats)", ax=ax)
    ax.set_title(f"{history['val_accuracy'][-1]:.1%} of 359 new digits right", fontsize=10)
    weights = net.layers[1].params["w"].reshape(10, 8, 8)
    _tiles(right, weights, "learnt: ink for (red), against (blue)", cmap="RdBu_r", vmin=-2, vmax=2)
    plt.savefig(Path(__file__).with_suffix(".png"), dpi=110)


def _tiles(figure, images, title, **style):
    for ax, image in zip(figure.subplots(2, 5).flat, images):
        ax.imshow(image, **style)
        ax.set_axis_off()
    figure.suptitle(title, fontsize=10)


if __name__ == "__main__":
    main()
