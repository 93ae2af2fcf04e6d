"""What crawls keep between runs: the ledger of addresses, and part files of records that survive any end of a run."""
