"""Plant faults in course_lib, one at a time, and name those that no test notices: `python tasks.py mutants`."""
