"""Images to learn from: (N, C, H, W) and labels (N,); and photographs to look at, (3, H, W).

Digits are fractions in [0, 1]; the other sets are uint8, 0 to 255, an eighth of the memory: divide by 255 a batch at a
time. Digits, scenes, photographs and a sample of MNIST need no network; the others are downloaded once.
"""

from course_lib.data.cifar10 import load_cifar10
from course_lib.data.digits import load_digits
from course_lib.data.imagenette import load_imagenette
from course_lib.data.mnist import load_mnist
from course_lib.data.photographs import load_photograph
from course_lib.data.scenes import make_scenes

__all__ = ["load_cifar10", "load_digits", "load_imagenette", "load_mnist", "load_photograph", "make_scenes"]
