"""Pages of work: notices, periods, extensions; each row's page offers the verbs that it takes now from who may do them."""
