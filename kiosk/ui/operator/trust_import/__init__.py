"""The staff screen's pages for importing trust: choose a file, see what it holds, agree, see what became of it."""
