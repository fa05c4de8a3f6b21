"""What is written on axes."""


def words(ax):
    """Return what is written at the axes: horizontal, vertical, above."""
    return ax.get_xlabel(), ax.get_ylabel(), ax.get_title()


def texts(ax):
    """Return what is written into the picture: position -> (text, colour)."""
    return {text.get_position(): (text.get_text(), text.get_color()) for text in ax.texts}


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]
