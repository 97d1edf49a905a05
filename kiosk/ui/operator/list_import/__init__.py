"""The staff screen's pages for lists: what is kept, choose a file, name its columns, see what it changes, agree."""
