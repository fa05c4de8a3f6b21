"""All exercises, by name. A module of one registers it: those in `exercises` are all loaded with the checks."""

EXERCISES = {}


def register(exercise):
    """Let `check` find an exercise by its name.

    Parameters
    ----------
    exercise : Exercise

    Raises
    ------
    ValueError              if another module has registered an exercise of that name
    """
    known = EXERCISES.setdefault(exercise.name, exercise)
    here, there = exercise.cases.__module__, known.cases.__module__
    if here != there:
        raise ValueError(f"there are two exercises called {exercise.name}: in {there} and in {here}")
    EXERCISES[exercise.name] = exercise
