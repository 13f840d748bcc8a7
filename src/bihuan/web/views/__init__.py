"""One module for each page or small family of pages."""
