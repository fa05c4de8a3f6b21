"""What students and graders read: feedback pages, formulas, and what is made harmless before it is shown."""
