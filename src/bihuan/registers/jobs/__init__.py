"""Jobs: work too long for a page, done under the rights that the asker has when it runs."""
