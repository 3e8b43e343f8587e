"""Pages of plans: the document as the plan answers it, and the forms that draw tasks from it."""
