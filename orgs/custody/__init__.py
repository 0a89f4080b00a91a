"""What is kept and what has to go: the ledger of erasures, holds, rules of retention."""
