"""Pure judgement: answers and knowledge in, a verdict out. Standard library only."""
