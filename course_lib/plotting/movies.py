"""Pictures that move: drawn beforehand, put under a slider, and carried by the page itself.

Nothing has to run where they are read: neither a kernel nor a network. On paper the picture shown first remains.
"""

from base64 import b64encode
from html import escape
from io import BytesIO

import matplotlib.pyplot as plt

from course_lib.plotting.style import size_of_png

SHARPNESS = 1.6  # pixels drawn for each pixel of the page
_SHOW = (
    "var m=this.closest('.movie'),i=+this.value;"
    "m.querySelectorAll('img').forEach(function(f,k){f.style.display=k==i?'block':'none'});"
    "m.querySelector('output').textContent=this.dataset.words.split('|')[i]"
)
_PLAY = (
    "var m=this.closest('.movie'),s=m.querySelector('input');"
    "if(m.timer){clearInterval(m.timer);m.timer=0}else{"
    "if(+s.value>=+s.max){s.value=0;s.oninput()}"
    "m.timer=setInterval(function(){if(+s.value>=+s.max){clearInterval(m.timer);m.timer=0}"
    "else{s.value=+s.value+1;s.oninput()}},PAUSE)}"
)


class movie:
    """Draw one picture for each value and show them under a slider, with a button that plays them.

    Parameters
    ----------
    draw : callable         draws the picture of a value, on a new figure
    values : sequence of K
    name : str              what the slider moves
    alt : str               what is seen, in words
    start : int             the picture shown first, and on paper
    numbers : str           how a value is written beside the slider
    pause : int             between two pictures, in milliseconds
    """

    def __init__(self, draw, values, *, name, alt, start=-1, numbers="{:g}", pause=400):
        self.frames = [_draw(draw, value) for value in values]
        self.words = [f"{name} = {numbers.format(value)}" for value in values]
        self.name, self.alt, self.pause = name, alt, pause
        self.start = start % len(self.frames)

    def __repr__(self):
        return f"a movie of {len(self.frames)} pictures, {self.words[0]} to {self.words[-1]}: {self.alt}"

    def _repr_html_(self):
        images = "".join(
            f'<img alt="{escape(self.alt)} ({escape(words)})" width="{round(size_of_png(frame)[0] / SHARPNESS)}" '
            f'style="display:{"block" if index == self.start else "none"}; background:white" '
            f'src="data:image/png;base64,{b64encode(frame).decode()}">'
            for index, (frame, words) in enumerate(zip(self.frames, self.words))
        )
        play = f'<button onclick="{_PLAY.replace("PAUSE", str(self.pause))}" aria-label="play or stop">▶</button>'
        slider = (
            f'<input type="range" min="0" max="{len(self.frames) - 1}" value="{self.start}" style="width:24em; '
            f'vertical-align:middle" aria-label="{escape(self.name)}" data-words="{escape("|".join(self.words))}" '
            f'oninput="{_SHOW}">'
        )
        return f'<div class="movie">{images}{play} {slider} <output>{escape(self.words[self.start])}</output></div>'


def _draw(draw, value):
    """Return one picture as a PNG. All have one size, so nothing jumps: no margin is cut off."""
    draw(value)
    figure, file = plt.gcf(), BytesIO()
    figure.savefig(file, format="png", dpi=SHARPNESS * figure.dpi)
    plt.close(figure)
    return file.getvalue()
