"""计划: what is to be done, on which sentences, by whom, by when."""
