"""Release, run and grade assignments, on nbgrader: its words, its files, its gradebook."""
