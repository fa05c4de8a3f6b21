"""Pure functions, forward and backward, in NumPy. Import from the modules: `from course_lib.ops.linear import …`."""
