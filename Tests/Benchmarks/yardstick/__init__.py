"""The parts of against-nginx: the programs it runs, how it reads what they cost, and how it tells that."""
