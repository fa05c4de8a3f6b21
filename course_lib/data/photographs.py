"""Two photographs in colour, 224x224 pixels, shipped with the library.

"chelsea", a cat, by Stéfan van der Walt, and "coffee", a cup, by Rachel Michetti, courtesy of Pikolo Espresso Bar. Both
photographers gave up all rights (CC0), and both pictures come with scikit-image. Each PNG here is a square of the
original, shrunk by Pillow's Lanczos filter: chelsea's columns 60 to 360 and rows 0 to 300 of 451x300 pixels, coffee's
columns 90 to 490 and rows 0 to 400 of 600x400.
"""

from pathlib import Path

import numpy as np
from PIL import Image

NAMES = ("chelsea", "coffee")


def load_photograph(name):
    """Return a photograph in colour.

    Parameters
    ----------
    name : str              "chelsea", a cat's face, or "coffee", a red cup on a wooden table

    Returns
    -------
    image : (3, 224, 224)   uint8, 0 to 255: red, green and blue

    Raises
    ------
    ValueError              if there is no photograph of this name
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}: found {name!r}")
    with Image.open(Path(__file__).with_name(f"{name}.png")) as file:
        return np.array(file).transpose(2, 0, 1)  # from (H, W, C)
