"""What a movie holds: a picture for each value, one of them seen, and a slider that needs nothing but the page."""

import re
import zlib

import matplotlib.pyplot as plt
import pytest

from course_lib import plotting
from course_lib.plotting import movies
from course_lib.plotting.style import size_of_png


def draw(value):
    plt.figure(figsize=(1, 0.5)).gca().plot([0, value])


def test_a_movie_draws_each_value_once_and_leaves_no_figure_open():
    asked = []
    movie = plotting.movie(lambda value: (asked.append(value), draw(value)), [3, 1, 2], name="k", alt="lines")
    assert asked == [3, 1, 2]
    assert len(movie.frames) == len(set(movie.frames)) == 3
    assert not plt.get_fignums()
    assert {size_of_png(frame) for frame in movie.frames} == {(160, 80)}


@pytest.mark.parametrize("start, seen", [(-1, 2), (0, 0), (1, 1)])
def test_a_movie_shows_one_picture_and_hides_the_others(start, seen):
    page = plotting.movie(draw, [1, 2.5, 4], name="k", alt='a "line"', start=start)._repr_html_()
    images = re.findall(r"<img [^>]*>", page)
    assert [("display:block" in image) for image in images] == [index == seen for index in range(3)]
    assert all("a &quot;line&quot;" in image and 'width="100"' in image for image in images)
    assert f'max="2" value="{seen}"' in page
    assert 'data-words="k = 1|k = 2.5|k = 4"' in page
    assert f"<output>k = {[1, 2.5, 4][seen]}</output>" in page


def test_a_movie_plays_at_its_pace_and_writes_values_as_it_is_told():
    movie = plotting.movie(draw, [1, 2, 4], name="angle", alt="turns", numbers="{}°", pause=700)
    assert "},700)" in movie._repr_html_()
    assert movie.words == ["angle = 1°", "angle = 2°", "angle = 4°"]
    assert repr(movie) == "a movie of 3 pictures, angle = 1° to angle = 4°: turns"


def test_a_movie_needs_no_script_of_its_own_on_the_page():
    page = plotting.movie(draw, [1, 2], name="k", alt="")._repr_html_()
    assert "<script" not in page
    assert "http" not in page
    assert page.count("oninput=") == page.count("onclick=") == 1


def test_a_movies_page_is_this_one():
    page = plotting.movie(draw, [1, 2, 3], name="k", alt="a <line>")._repr_html_()
    script = movies._SHOW, movies._PLAY.replace("PAUSE", "400")
    style = "background:white"
    assert re.sub(r"base64,[\w+/=]+", "base64,…", page) == (
        '<div class="movie">'
        f'<img alt="a &lt;line&gt; (k = 1)" width="100" style="display:none; {style}" src="data:image/png;base64,…">'
        f'<img alt="a &lt;line&gt; (k = 2)" width="100" style="display:none; {style}" src="data:image/png;base64,…">'
        f'<img alt="a &lt;line&gt; (k = 3)" width="100" style="display:block; {style}" src="data:image/png;base64,…">'
        f'<button onclick="{script[1]}" aria-label="play or stop">▶</button> '
        '<input type="range" min="0" max="2" value="2" style="width:24em; vertical-align:middle" aria-label="k" '
        f'data-words="k = 1|k = 2|k = 3" oninput="{script[0]}"> <output>k = 3</output></div>'
    )


def test_the_scripts_of_the_page_are_these():
    """They are tried in a browser by hand: whoever changes them does so again."""
    assert zlib.crc32((movies._SHOW + movies._PLAY).encode()) == 3380249225
